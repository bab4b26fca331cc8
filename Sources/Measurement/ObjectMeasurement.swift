/// Statistics of one object of one plane, in pixels counted from 0, as scikit-image's `regionprops` defines them.
package struct ObjectMeasurement: Sendable, Equatable {
    /// Rows and columns an object spans; the last row and column are not included.
    package struct BoundingBox: Sendable, Equatable {
        package var firstRow: Int
        package var firstColumn: Int
        package var endRow: Int
        package var endColumn: Int
    }

    /// Pixel values of one channel below an object; all three are NaN as soon as one value is.
    package struct Intensity: Sendable, Equatable {
        package var mean: Double
        package var minimum: Double
        package var maximum: Double
    }

    /// The T index of the plane.
    package var frame: Int
    /// The Z index of the plane.
    package var slice: Int
    /// The object's number in the label image of that plane.
    package var label: Int
    /// Number of pixels.
    package var area: Int
    /// Mean row of the object's pixels (y).
    package var centroidRow: Double
    /// Mean column of the object's pixels (x).
    package var centroidColumn: Double
    package var boundingBox: BoundingBox
    /// One entry per channel.
    package var intensities: [Intensity]
}
