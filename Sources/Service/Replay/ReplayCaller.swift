import Concurrency
import Files

/// Asks daemons on a queue of its own: the calls block.
package actor ReplayCaller {
    private let executor = QueueExecutor(label: "segmentd.replay.asking")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Nothing is asked yet.
    package init() {}

    /// Whether the daemon at `socket` is ready.
    func isReady(_ socket: DaemonSocket) -> Bool {
        (try? socket.ask(DaemonRequest("status"), for: StatusReport.self))?.isReady ?? false
    }
}
