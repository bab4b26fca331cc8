import Dispatch

/// Runs an actor on a dispatch queue of its own.
///
/// For calls that block, on a dead server for minutes or until a worker answers: they must not hold a thread of the
/// cooperative pool, which on two cores has two.
package final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// An executor whose queue is called `label` in debuggers.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}
