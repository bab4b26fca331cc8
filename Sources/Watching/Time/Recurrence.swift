/// Something that is done at once, and then again and again. Pure.
struct Recurrence: Sendable {
    private let interval: Duration
    /// When it is to be done next.
    private(set) var next: Duration = .zero

    /// Something that is done every `interval`.
    init(every interval: Duration) {
        self.interval = interval
    }

    /// Whether it is to be done at `now`; if so, the interval begins anew.
    mutating func isDue(at now: Duration) -> Bool {
        guard now >= next else { return false }
        next = now + interval
        return true
    }

    /// Makes it due at once.
    mutating func hasten() {
        next = .zero
    }
}
