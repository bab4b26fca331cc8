/// Values that lie as close as this are one value to scikit-learn: no split divides them.
enum NearTie {
    private static let distance: Float = 1e-7

    /// Whether a split may lie between a value and the next one in ascending order.
    @inline(__always)
    static func isSplit(_ value: Float, _ next: Float) -> Bool { next > value + distance }
}
