/// What is known of an image before a pixel is read: axes, extent, type, calibration.
package struct ImageLayout: Sendable, Hashable, Codable {
    /// How the file describes its axes; outputs are described in the same way.
    package enum Description: String, Sendable, Codable {
        case imageJ
        case ome
        /// No description: pages are unnamed planes.
        case plain
    }

    /// Extent along P, T, Z, C, Y, X.
    package var shape: ImageShape
    /// The type in which pixels are given.
    package var pixelType: PixelType
    /// The type in which the file stores them, where that is another one: `int32`, `float64`, `uint12`.
    package var storedType: String?
    /// Physical size of a pixel, where the file gives one.
    package var pixelSize: PixelSize?
    /// Seconds between frames, where the file gives them.
    package var frameInterval: Double?
    /// The flavour of the file's description.
    package var description: Description
    /// The names of the channels, as the file gives them; nil where it does not name every one.
    package var channelNames: [String]?
    /// The name of the position, or series, as the file gives it; of the first of several.
    package var position: String?
    /// The names of all positions, one for each, where there are several and the file names every one.
    package var positionNames: [String]?
    /// Where and when it was recorded, where the file tells.
    package var acquisition: Acquisition?

    /// A layout of `shape`; calibration unknown unless given.
    package init(
        shape: ImageShape,
        pixelType: PixelType,
        pixelSize: PixelSize? = nil,
        frameInterval: Double? = nil,
        description: Description = .plain
    ) {
        self.shape = shape
        self.pixelType = pixelType
        self.pixelSize = pixelSize
        self.frameInterval = frameInterval
        self.description = description
    }

    /// The axes that are longer than 1, slowest first, then Y and X: `PTZCYX`, `ZYX`, `YX`.
    package var axes: String { loops.filter { $0.extent > 1 }.map(\.name).joined() + "YX" }

    /// Extents in the order of `axes`.
    package var extents: [Int] {
        loops.map(\.extent).filter { $0 > 1 } + [shape.size.height, shape.size.width]
    }

    private var loops: [(name: String, extent: Int)] {
        [("P", shape.positions), ("T", shape.frames), ("Z", shape.slices), ("C", shape.channels)]
    }
}
