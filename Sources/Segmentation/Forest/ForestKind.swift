/// What tells forests apart that different kernels evaluate.
struct ForestKind: Hashable {
    var classCount: Int
    var wantsVotes: Bool
    /// Some tree has more leaves than a byte can number.
    var isWide = false
    /// Pixels are evaluated one by one.
    var walks = false
    /// The trees are several forests that are averaged.
    var isAveraged = false
}
