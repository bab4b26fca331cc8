/// Adds up the time of the stages of one image, on the monotonic clock.
struct StageWatch {
    enum Stage {
        case read
        case compute
        case write
    }

    private(set) var timings = JobReport.Timings(read: 0, compute: 0, write: 0)

    /// Runs `body` and books its time.
    mutating func time<Result>(_ stage: Stage, _ body: () throws -> Result) rethrows -> Result {
        let begin = ContinuousClock.now
        defer {
            let milliseconds = (ContinuousClock.now - begin) / .milliseconds(1)
            switch stage {
            case .read: timings.read += milliseconds
            case .compute: timings.compute += milliseconds
            case .write: timings.write += milliseconds
            }
        }
        return try body()
    }
}
