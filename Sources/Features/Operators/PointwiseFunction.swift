/// A function of one pixel alone, some with a number (Features/README.md, Single pixels).
///
/// The raw values are those that a device's kernel takes.
enum PointwiseFunction: Int32, Sendable, Hashable, CaseIterable {
    case squareRoot
    case absolute
    /// -1, 0 or 1. PoCL does not find the reference's kernel, whose name is that of a built-in function; its text is clear.
    case sign
    case reciprocal
    /// e to the power of the pixel.
    case exponential
    /// The natural logarithm.
    case logarithm
    case cubicRoot
    case addScalar
    case multiplyScalar
    /// The number minus the pixel.
    case subtractFromScalar
    /// The number divided by the pixel.
    case divideScalar
    /// The larger of pixel and number.
    case maximumScalar
    /// The smaller of pixel and number.
    case minimumScalar
    /// 1 where the pixel is above the number, otherwise 0; the following five alike.
    case greater
    case greaterOrEqual
    case smaller
    case smallerOrEqual
    case equal
    case notEqual
    /// The pixel to the power of the number.
    case power

    /// Whether the result is computed by our own series, which agrees with the reference's library to the last bits only.
    var isTranscendental: Bool {
        switch self {
        case .exponential, .logarithm, .cubicRoot, .power: true
        default: false
        }
    }
}
