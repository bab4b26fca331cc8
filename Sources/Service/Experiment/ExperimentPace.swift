/// When the tables of a folder are written again.
///
/// They are written whole, so that it takes the longer the more there is in them: the pause grows with it. Pure: times go
/// in, no clock is read.
package struct ExperimentPace: Sendable {
    /// The shortest pause between two writings.
    private static let pause: Duration = .seconds(2)
    /// Of a folder in which nothing comes any more.
    private static let rest: Duration = .seconds(1)
    /// After a failure.
    private static let longestPause: Duration = .seconds(300)

    private var lastEnd: ContinuousClock.Instant?
    private var took: Duration = .zero
    private var failures = 0

    /// Nothing was written yet.
    package init() {}

    /// When to write what waits; `lastNews` is when the last of it came.
    package func due(lastNews: ContinuousClock.Instant) -> ContinuousClock.Instant {
        guard let lastEnd else { return lastNews }
        if failures > 0 { return lastEnd + min(Self.pause * (1 << min(failures - 1, 8)), Self.longestPause) }
        // At most a twentieth of the time; where a folder comes to rest, at once, but not with every image of a slow one.
        return min(lastEnd + max(Self.pause, took * 20), max(lastNews, lastEnd) + max(Self.rest, took * 5))
    }

    /// The tables were written, or looked at.
    package mutating func succeeded(at end: ContinuousClock.Instant, after duration: Duration) {
        (lastEnd, took, failures) = (end, duration, 0)
    }

    /// They could not be written.
    package mutating func failed(at end: ContinuousClock.Instant) {
        (lastEnd, failures) = (end, failures + 1)
    }
}
