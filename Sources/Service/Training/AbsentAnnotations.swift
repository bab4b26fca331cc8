import Files

/// Annotations that were learned and are not there: since when, so that only what stays away counts as gone.
struct AbsentAnnotations {
    /// So long an annotation must not have been there before it counts as gone: there are programs that save by removing.
    private static let patience: Duration = .seconds(5)

    /// By the names of their images.
    private var since: [String: ContinuousClock.Instant] = [:]
    /// When the next one counts as gone, if it stays away.
    private(set) var next: ContinuousClock.Instant?

    /// Looks for the annotations of what was `trained` and is not `present`.
    ///
    /// - Parameter isThere: whether the annotation at a path below its folder may be there.
    /// - Returns: the images whose annotations have not been there for a while.
    mutating func look(
        _ trained: TrainingBasis?,
        _ present: TrainingBasis,
        isThere: (_ annotation: String) -> Bool
    ) -> Set<String> {
        let now = ContinuousClock.now
        let absent = (trained?.pairs ?? [:]).filter { present.pairs[$0.key] == nil && !isThere($0.value.annotation) }
        since = absent.reduce(into: [:]) { $0[$1.key] = since[$1.key] ?? now }
        next = since.values.map { $0 + Self.patience }.filter { $0 > now }.min()
        return Set(since.filter { $0.value + Self.patience <= now }.keys)
    }
}
