/// Forests that one kernel evaluates.
struct ForestKind: Hashable {
    var classCount: Int
    var wantsVotes: Bool
    /// Some tree has more leaves than a byte can number.
    var isWide = false
    /// Pixels are evaluated one by one.
    var walks = false
}
