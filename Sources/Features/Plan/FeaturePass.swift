/// One run of a kernel over a plane: an operation is one pass, or one for each axis.
package struct FeaturePass: Sendable {
    /// What is run.
    package let kernel: FeatureKernel
    /// Rows above and below that a result reads.
    package var rowHalo: Int
    /// Columns left and right that a result reads.
    package var columnHalo: Int
    /// Half the width of the window, without the centre.
    package var halfWidth = 0
    /// The number of the feature.
    package var number: Float = 0
    /// What a weighted sum is divided by.
    package var sum: Float = 1
    /// Which variant of the kernel; its file says which there are.
    package var option: Int
    /// What the kernel reads besides planes; integers are stored as the bits of a float.
    package var table: [Float] = []
    /// What the kernel takes for a count: entries of the table, or pixels of the window that it describes.
    package var count = 0
    /// What the table makes of the variant, in words that tell variants apart; nothing where the option says it all.
    package var details: [String] = []

    /// A run of `kernel` whose results read `halo` pixels around them in the plane.
    init(_ kernel: FeatureKernel, halo: Int = 0, option: Int = 0) {
        self.kernel = kernel
        (rowHalo, columnHalo, self.option) = (halo, halo, option)
    }

    /// A run along one axis (0 for x, 1 for y, 2 for z), which is the variant, to `halfWidth` pixels on both sides.
    init(_ kernel: FeatureKernel, along axis: Int, halfWidth: Int) {
        self.init(kernel, option: axis)
        columnHalo = axis == 0 ? halfWidth : 0
        rowHalo = axis == 1 ? halfWidth : 0
        self.halfWidth = halfWidth
    }
}
