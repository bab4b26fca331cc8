/// When a file system will be down to its reserve, if it goes on filling as it did.
///
/// Pure: looks go in with their times; no clock is read and no file system asked.
package struct StorageForecast: Sendable {
    /// How far back looks count, and how far ahead it is told.
    private static let memory: Duration = .seconds(1800)
    private static let horizon: Duration = .seconds(24 * 3600)
    /// Looks that lie closer together than this are one.
    private static let spacing: Duration = .seconds(10)
    /// With less to go by, nothing is said.
    private static let least: Duration = .seconds(120)

    private var looks: [(time: Duration, free: Int64)] = []

    /// Nothing has been seen yet.
    package init() {}

    /// Takes in how many bytes were free at a time.
    package mutating func note(free: Int64, at time: Duration) {
        if let last = looks.last, time - last.time < Self.spacing { return }
        // Somebody has made room: what was before says nothing about what comes.
        if let last = looks.last, free > last.free + max(last.free / 20, 1 << 20) { looks = [] }
        looks.append((time, free))
        looks.removeAll { time - $0.time > Self.memory }
    }

    /// How long it takes, from the last look on, until only `reserve` bytes are free; nil where that is not to be seen.
    ///
    /// The slope is that of a least-squares line through the looks.
    package func timeLeft(to reserve: Int64) -> Duration? {
        guard let first = looks.first, let last = looks.last, last.time - first.time >= Self.least else { return nil }
        guard last.free > reserve else { return .zero }
        let times = looks.map { ($0.time - first.time) / .seconds(1) }
        let bytes = looks.map { Double($0.free - first.free) }
        let meanTime = times.reduce(0, +) / Double(times.count)
        let meanBytes = bytes.reduce(0, +) / Double(bytes.count)
        let covariance = zip(times, bytes).reduce(0) { $0 + ($1.0 - meanTime) * ($1.1 - meanBytes) }
        let variance = times.reduce(0) { $0 + ($1 - meanTime) * ($1 - meanTime) }
        let rate = -covariance / variance
        guard rate > 0 else { return nil }
        let seconds = Double(last.free - reserve) / rate
        return seconds <= Self.horizon / .seconds(1) ? .seconds(seconds) : nil
    }
}
