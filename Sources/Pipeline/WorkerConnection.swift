import Concurrency
import Glibc
package import OpenCLRuntime
package import SystemPackage

/// The daemon's worker: started when first needed, replaced when it dies or falls silent.
///
/// Runs on a queue of its own because it waits for the worker; one request is answered at a time.
package actor WorkerConnection: ImageSegmenting {
    private let executor = QueueExecutor(label: "segmentd.worker-connection")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A worker holds no more than this; the one loaded first makes room.
    private static let mostClassifiers = 16

    private let executable: FilePath
    private let device: DeviceSelection?
    private var kernelCache: KernelCache
    private var remedy = KernelCache.Remedy.none
    private let silence: Duration
    private var process: WorkerProcess?
    private var facts: EngineFacts?
    /// What the worker holds, oldest first.
    private var loadedDigests: [String] = []

    /// Prepares a connection; no process is started yet.
    ///
    /// - Parameters:
    ///   - executable: this program, whose `worker` command is run.
    ///   - device: which OpenCL device to use; nil for the best there is.
    ///   - kernelCache: a folder for compiled kernels, which PoCL needs to be writable.
    ///   - silence: a worker that is not heard of for so long is replaced.
    package init(
        executable: FilePath = "/proc/self/exe",
        device: DeviceSelection?,
        kernelCache: FilePath,
        silence: Duration = .seconds(180)
    ) {
        self.executable = executable
        self.device = device
        self.kernelCache = KernelCache(folder: kernelCache)
        self.silence = silence
    }

    deinit {
        kernelCache.discard()
    }

    /// Starts the worker if none runs, and says what it computes with.
    ///
    /// A worker that dies while it starts is most often killed by a damaged or full cache of kernels: the next one gets
    /// an empty cache, then one elsewhere, then no device at all.
    package func start() throws(WorkerError) -> EngineFacts {
        // One that died at rest is replaced; the image that comes next is not to blame.
        if process?.hasEnded() ?? false { stop() }
        if let facts, process != nil { return facts }
        if remedy == .none, !kernelCache.isUsable { remedy = .elsewhere }
        var notes: [String] = []
        while true {
            do throws(WorkerError) {
                return try start(notes)
            } catch {
                guard case .died(let status) = error, Self.isOwnDeath(status),
                    let next = KernelCache.Remedy(rawValue: remedy.rawValue + 1)
                else { throw error }
                remedy = next
                notes = ["the OpenCL runtime ended the worker at its start (\(status))"]
            }
        }
    }

    private func start(_ notes: [String]) throws(WorkerError) -> EngineFacts {
        var notes = notes
        switch remedy {
        case .none: break
        case .empty:
            kernelCache.empty()
            notes.append("the kernel cache \(kernelCache.folder) was emptied; kernels are compiled anew")
        case .elsewhere:
            let unusable = kernelCache.folder
            kernelCache = .temporary()
            notes.append(
                "the kernel cache \(unusable) cannot be used: check its permissions and the free space; "
                    + "\(kernelCache.folder) is used instead"
            )
        case .withoutDevice:
            notes.append(
                "the host computes instead of an OpenCL device: check the OpenCL runtime with `segmentd devices`"
            )
        }
        process = try WorkerProcess(executable: executable, environment: ["POCL_CACHE_DIR": kernelCache.folder.string])
        loadedDigests = []
        let request = WorkerRequest.start(device: device, usesHost: remedy == .withoutDevice, notes: notes)
        guard case .started(let facts) = try ask(request) else { throw unexpected("start") }
        self.facts = facts
        // What has been mended is not said again when a later worker starts.
        if remedy == .empty { remedy = .none }
        return facts
    }

    /// Classifies a built-in image, so that a classifier is known to run before the first real image comes.
    package func probe(_ classifier: ClassifierReference) throws(WorkerError) {
        try load(classifier)
        guard case .probed = try ask(.probe(digest: classifier.digest)) else { throw unexpected("probe") }
    }

    package func segment(
        _ job: SegmentationJob,
        classifier: ClassifierReference,
        image: Int32,
        outputs: [Int32]
    ) throws(WorkerError) -> JobReport {
        do throws(WorkerError) { try load(classifier) } catch {
            if case .refused = error { throw error }
            throw .notReady("\(error)")
        }
        guard case .finished(let report) = try ask(.segment(job), descriptors: [image] + outputs) else {
            throw unexpected("segment")
        }
        return report
    }

    /// Ends the worker.
    package func stop() {
        process = nil
        facts = nil
    }

    private func load(_ classifier: ClassifierReference) throws(WorkerError) {
        _ = try start()
        guard !loadedDigests.contains(classifier.digest) else { return }
        if loadedDigests.count >= Self.mostClassifiers {
            guard case .unloaded = try ask(.unload(digest: loadedDigests.removeFirst())) else {
                throw unexpected("unload")
            }
        }
        let file = try classifier.openKeptCopy()
        defer { try? file.close() }
        let reply = try ask(
            .load(digest: classifier.digest, name: classifier.name),
            descriptors: [file.rawValue]
        )
        guard case .loaded = reply else { throw unexpected("load") }
        loadedDigests.append(classifier.digest)
    }

    /// Sends one request and waits for its answer, past any number of beats.
    private func ask(_ request: WorkerRequest, descriptors: [Int32] = []) throws(WorkerError) -> WorkerReply {
        do throws(WorkerError) {
            guard process != nil else { throw .closed }
            try process?.socket.send(request, descriptors: descriptors)
            while true {
                guard let reply = try process?.socket.receive(WorkerReply.self, silence: silence) else {
                    throw .closed
                }
                switch reply {
                case .beat: continue
                case .failed(let failure): throw .refused(failure)
                default: return reply
                }
            }
        } catch .refused(let failure) {
            throw .refused(failure)
        } catch {
            throw lost(error)
        }
    }

    /// Ends a worker that can no longer be trusted.
    private func lost(_ error: WorkerError) -> WorkerError {
        if case .silent = error {
            stop()
            return error
        }
        let status = process?.end() ?? "it never ran"
        // Kernels are loaded when they are first needed: it may have been one of those.
        if facts != nil, Self.isOwnDeath(status) { kernelCache.empty() }
        stop()
        if case .closed = error { return .died(status: status) }
        return error
    }

    /// Whether a worker ended by itself: nobody killed it, such as the kernel for its memory.
    private static func isOwnDeath(_ status: String) -> Bool {
        (status.hasPrefix("exit status") && status != "exit status 0")
            || [SIGABRT, SIGSEGV, SIGBUS, SIGILL].contains { status.hasPrefix("signal \($0),") }
    }

    private func unexpected(_ request: String) -> WorkerError {
        lost(.protocolBroken("an answer that does not belong to `\(request)`"))
    }
}
