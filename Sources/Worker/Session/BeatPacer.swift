/// Keeps beats to a few a second, however small the strips are.
struct BeatPacer {
    private static let interval: Duration = .milliseconds(250)

    private var last = ContinuousClock.now

    /// True when the last beat lies long enough back; then this one counts.
    mutating func isDue() -> Bool {
        let now = ContinuousClock.now
        guard now - last >= Self.interval else { return false }
        last = now
        return true
    }
}
