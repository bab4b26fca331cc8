/// Statistics of one object of one plane or volume, in pixels counted from 0, as scikit-image's `regionprops` defines them.
package struct ObjectMeasurement: Sendable, Equatable {
    /// Slices, rows and columns an object spans; the ends are not included.
    package struct BoundingBox: Sendable, Equatable {
        package var firstSlice = 0
        package var firstRow: Int
        package var firstColumn: Int
        package var endSlice = 1
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
    /// The Z index of the plane, or of the volume's first slice.
    package var slice: Int
    /// The object's number in the label image of that plane.
    package var label: Int
    /// Number of pixels.
    package var area: Int
    /// Mean slice of the object's pixels (z), counted from the volume's first; 0 in a plane.
    package var centroidSlice: Double
    /// Mean row of the object's pixels (y).
    package var centroidRow: Double
    /// Mean column of the object's pixels (x).
    package var centroidColumn: Double
    package var boundingBox: BoundingBox
    /// One entry per channel.
    package var intensities: [Intensity]
}
