import WorkerProtocol

/// Adds up the time of the stages of one image, on the monotonic clock.
struct StageWatch {
    enum Stage {
        case read
        case compute
        case write
    }

    private var milliseconds: [Stage: Double] = [:]

    /// What was booked so far.
    var timings: StageTimings {
        StageTimings(
            read: milliseconds[.read] ?? 0,
            compute: milliseconds[.compute] ?? 0,
            write: milliseconds[.write] ?? 0
        )
    }

    /// Runs `body` and books its time.
    mutating func time<Result, Problem: Error>(
        _ stage: Stage,
        _ body: () throws(Problem) -> Result
    ) throws(Problem) -> Result {
        let begin = ContinuousClock.now
        defer { milliseconds[stage, default: 0] += (ContinuousClock.now - begin) / .milliseconds(1) }
        return try body()
    }
}
