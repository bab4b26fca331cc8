/// Why a feature is not bit for bit the reference's.
package struct FeatureDeviation: Sendable, Hashable {
    /// The reason, for a warning.
    package let reason: String
    /// Whether it is another operator than the reference's, which the summary of each image says; otherwise it is the same
    /// one within the last bits.
    package let isAnotherOperator: Bool

    /// A deviation for a `reason`, which is a sentence without its full stop.
    init(_ reason: String, isAnotherOperator: Bool = false) {
        self.reason = reason
        self.isAnotherOperator = isAnotherOperator
    }
}
