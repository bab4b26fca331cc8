import Synchronization
package import WorkerClient
import WorkerProtocol

/// The worker that trains: a process of its own beside those that segment, at lower priority, started when it is needed and
/// ended when it has had nothing to do for some time, so that its memory is given back.
package final class TrainingWorker: Sendable {
    /// How long it stays without work.
    private static let rest: Duration = .seconds(300)
    private static let look: Duration = .seconds(30)

    private struct Use {
        var jobs = 0
        var last = ContinuousClock.now
        var isRunning = false
    }

    private let connection: WorkerConnection
    private let use = Mutex(Use())

    /// A worker by way of `connection`, which starts nothing yet.
    package init(_ connection: WorkerConnection) {
        self.connection = connection
    }

    /// How long a training worker is waited for once the daemon is to stop: what it has done is no result of anybody yet.
    package static var patience: WorkerPatience {
        var patience = WorkerPatience()
        (patience.standstillAtEnd, patience.end) = (.seconds(1), .seconds(1))
        return patience
    }

    /// Trains; the descriptors are those that `job` says, and stay the caller's.
    func train(_ job: TrainingJob, descriptors: [Int32]) async throws(WorkerError) -> TrainingReport {
        begin()
        defer { end() }
        return try await connection.train(job, descriptors: descriptors)
    }

    /// Has the process running before the first work comes.
    func warmUp() async {
        begin()
        defer { end() }
        await connection.warmUp()
    }

    /// The daemon is to stop: nothing is waited for any more.
    package func stopSoon() { connection.stopSoon() }

    /// Ends the process.
    package func stop() async { await connection.stop() }

    /// Ends the process whenever it had nothing to do for long, until the task is cancelled.
    func endAtRest() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.look)
            let isDue = use.withLock { use in
                let isDue = use.isRunning && use.jobs == 0 && .now - use.last > Self.rest
                if isDue { use.isRunning = false }
                return isDue
            }
            if isDue { await connection.stop() }
        }
    }

    private func begin() {
        use.withLock { use in
            use.jobs += 1
            use.isRunning = true
        }
    }

    private func end() {
        use.withLock { use in
            use.jobs -= 1
            use.last = .now
        }
    }
}
