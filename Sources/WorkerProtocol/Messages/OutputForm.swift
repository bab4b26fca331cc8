package import Imaging

/// What is in a written file, for programs that open it.
package struct OutputForm: Sendable, Codable, Equatable {
    /// The named axes of an image, as `ImageLayout.axes` has them.
    package var axes: String?
    /// Extents in the order of `axes`.
    package var shape: [Int]?
    package var pixelType: PixelType?
    /// The classes whose probabilities the channels are, from 1.
    package var classes: [Int]?
    /// What the column `area` of a table counts: `pixel`, or `voxel` where objects are those of volumes.
    package var areaUnit: String?

    /// What is known of a file.
    package init(
        axes: String? = nil,
        shape: [Int]? = nil,
        pixelType: PixelType? = nil,
        classes: [Int]? = nil,
        areaUnit: String? = nil
    ) {
        self.axes = axes
        self.shape = shape
        self.pixelType = pixelType
        self.classes = classes
        self.areaUnit = areaUnit
    }
}
