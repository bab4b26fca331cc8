import Synchronization

/// Says, from any thread, that the daemon is on its way out.
final class StopFlag: Sendable {
    private let flag = Atomic(false)

    /// Whether it was raised.
    var isRaised: Bool { flag.load(ordering: .relaxed) }

    /// Raises it for good.
    func raise() { flag.store(true, ordering: .relaxed) }
}
