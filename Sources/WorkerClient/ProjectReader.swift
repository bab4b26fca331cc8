import Concurrency
import Glibc
package import WorkerProtocol

/// Takes classifiers out of projects, each by a worker process of its own, which ends with its answer: what a hostile project does
/// to it concerns no image, and nothing of the project is left in a process that meets another.
actor ProjectReader {
    // It waits for the process.
    private let executor = QueueExecutor(label: "segmentd.projects")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let transport: WorkerTransport
    private let patience: WorkerPatience
    private let isStopping: StopFlag

    /// A reader that starts workers by `transport`, and none any more once `isStopping` is raised.
    init(_ transport: WorkerTransport, patience: WorkerPatience, isStopping: StopFlag) {
        (self.transport, self.patience, self.isStopping) = (transport, patience, isStopping)
    }

    /// Writes what decides pixels of an open project into an open, empty file; both stay the caller's.
    func extract(
        _ project: Int32,
        into extract: Int32,
        name: String
    ) throws(WorkerError) -> ClassifierExtract {
        if isStopping.isRaised { throw .interrupted }
        var worker = try RunningWorker(transport, environment: environment, priority: .normal)
        let limit = limit(for: project)
        var patience = patience
        // It says nothing of how it gets on while it reads.
        patience.standstill = max(patience.standstill, limit)
        var watch = WorkerWatch(patience, limit: limit)
        let reply: WorkerReply
        do throws(WorkerError) {
            reply = try worker.answer(
                to: .extract(name: name),
                [project, extract],
                watch: &watch,
                isStopping: isStopping
            ) { _, _ in }
        } catch {
            guard case .closed = error else { throw error }
            let (status, wasOutOfTime) = worker.end()
            throw wasOutOfTime ? .overdue(watch.limit) : .died(status: status)
        }
        switch reply {
        case .extracted(let extract): return extract
        case .failed(let failure): throw .refused(failure)
        default: throw .protocolBroken("an answer that does not belong to `extract`")
        }
    }

    /// Names no folder that this process would have to write to: a worker may open by name what these say.
    private var environment: [String: String] {
        // A thread of ours has the environment of its engine.
        guard case .process = transport else { return [:] }
        let names = ["POCL_CACHE_DIR", "CUDA_CACHE_PATH", "NEO_CACHE_DIR", "TMPDIR", "HOME"]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
    }

    private func limit(for project: Int32) -> Duration {
        var state = stat()
        guard fstat(project, &state) == 0 else { return patience.extraction }
        return patience.extraction(bytes: Int(state.st_size))
    }
}

extension WorkerError {
    /// Whether somebody killed the process, or the kernel for want of memory, rather than what it worked on.
    package var isKill: Bool {
        if case .died(let status) = self { status == WorkerProcess.describe(SIGKILL) } else { false }
    }
}
