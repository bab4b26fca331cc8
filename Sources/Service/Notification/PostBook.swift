/// How often a delivery that failed is tried again.
package struct PostPauses: Sendable {
    /// Seconds to the next try, one after the other; the last one for all that follow.
    package var seconds: [Double] = [60, 120, 240, 480, 600]
    /// How often it is looked for new messages.
    package var look: Duration = .seconds(1)

    /// The usual pauses.
    package init() {}

    func after(failures: Int) -> Double { seconds[min(max(0, failures - 1), seconds.count - 1)] }
}

/// Which channels wait for their next try; a value without a clock.
package struct PostBook: Sendable {
    private struct Wait {
        var failures: Int
        var next: Double
        var reason: String
    }

    private var waits: [Message.Channel: Wait] = [:]

    /// Nothing waits.
    package init() {}

    /// Whether a message may be sent now: not while its channel waits.
    package func isDue(_ channel: Message.Channel, at now: Double) -> Bool {
        waits[channel].map { now >= $0.next } ?? true
    }

    /// It was delivered; whether that ends a failure.
    package mutating func succeed(_ channel: Message.Channel) -> Bool { waits.removeValue(forKey: channel) != nil }

    /// It was not delivered; gives the pause to the next try, and whether the reason is another one than before.
    package mutating func fail(
        _ channel: Message.Channel,
        for reason: String,
        at now: Double,
        _ pauses: PostPauses
    ) -> (pause: Double, isNews: Bool) {
        let before = waits[channel]
        let failures = (before?.failures ?? 0) + 1
        let pause = pauses.after(failures: failures)
        waits[channel] = Wait(failures: failures, next: now + pause, reason: reason)
        return (pause, before?.reason != reason)
    }
}
