import Features

/// One run of a kernel over a plane: an operation is one pass, or one for each axis.
struct FeaturePass {
    /// Name of the kernel.
    var kernel: String
    /// The values it reads; channels come first, then the results of the passes in their order.
    var inputs: [Int]
    /// Rows above and below that a result reads, and columns left and right.
    var rowHalo = 0
    var columnHalo = 0
    var halfWidth = 0
    var number: Float = 0
    var sum: Float = 1
    var option = 0
    /// What the kernel reads besides planes; offsets are stored as the bits of a float.
    var table: [Float] = []
    /// Entries of the table.
    var count = 0
    /// The group of features under which its time is booked.
    var stage: String

    /// Jobs of one group of `gaussian_rows`.
    static let blursPerGroup = 3
    /// The kernel that works on groups.
    static let grouped = "gaussian_rows"
}
