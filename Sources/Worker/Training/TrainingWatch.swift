/// Adds up what the parts of a training take, in seconds of the monotonic clock.
struct TrainingWatch {
    private(set) var seconds: [String: Double] = [:]

    /// Runs `body` and books its time under `name`.
    mutating func time<Result, Problem: Error>(
        _ name: String,
        _ body: () throws(Problem) -> Result
    ) throws(Problem) -> Result {
        let begin = ContinuousClock.now
        defer { seconds[name, default: 0] += (ContinuousClock.now - begin) / .seconds(1) }
        return try body()
    }
}
