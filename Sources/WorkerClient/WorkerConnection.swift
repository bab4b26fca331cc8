import Concurrency
package import Devices
import Glibc
package import SystemPackage
package import WorkerProtocol

/// The daemon's worker: started when first needed, replaced when it dies, falls silent or takes too long.
///
/// Runs on a queue of its own because it waits for the worker; one request is answered at a time.
package actor WorkerConnection: ImageSegmenting {
    private let executor = QueueExecutor(label: "segmentd.worker-connection")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let transport: WorkerTransport
    private let device: DeviceSelection?
    let patience: WorkerPatience
    /// How many workers share the computer's memory.
    private let workers: Int
    private let priority: WorkerPriority
    /// Beyond which images are refused.
    let limits: ImageLimits
    var remedies: KernelRemedies
    private var pace = ImagePace()
    private var worker: RunningWorker?
    private var engine: EngineReport?
    /// What the user should know of how the running worker came to be.
    var notes: [String] = []
    /// Whether the running worker has done an image.
    private var isWarm = false
    private var held = HeldClassifiers()
    private nonisolated let isStopping: StopFlag
    nonisolated let projects: ProjectReader

    /// Prepares a connection; no process is started yet.
    ///
    /// - Parameters:
    ///   - transport: how the worker is made to run.
    ///   - device: which OpenCL device to use; nil for the best there is.
    ///   - kernelCache: a folder for compiled kernels, which PoCL needs to be writable.
    ///   - workers: how many of them share the computer's memory.
    ///   - limits: beyond which images are refused.
    ///   - patience: how long the worker is waited for before it is replaced.
    ///   - priority: how it stands behind others on processors and disks.
    package init(
        _ transport: WorkerTransport = .thisProgram,
        device: DeviceSelection?,
        kernelCache: FilePath,
        workers: Int = 1,
        limits: ImageLimits = ImageLimits(),
        patience: WorkerPatience = WorkerPatience(),
        priority: WorkerPriority = .normal
    ) {
        self.transport = transport
        self.device = device
        self.workers = workers
        self.priority = priority
        self.limits = limits
        self.patience = patience
        remedies = KernelRemedies(cache: KernelCache(folder: kernelCache))
        isStopping = StopFlag()
        projects = ProjectReader(transport, patience: patience, isStopping: isStopping)
    }

    /// Starts the worker's engine if none runs, and says what it computes with; what may be done about kernels that end
    /// it, or fail, is done.
    package func start() throws(WorkerError) -> EngineReport {
        try endIfDead()
        if let engine, worker != nil { return engine }
        while true {
            do throws(WorkerError) {
                let (engine, kernelsFailed) = try startOnce()
                let reason = "kernels from the cache failed: " + engine.warnings.joined(separator: "; ")
                guard kernelsFailed, remedies.kernelsFailed(reason) else { return engine }
                stop()
            } catch {
                guard case .died(let status) = error, remedies.diedAtStart(status) else { throw error }
            }
        }
    }

    /// Whether the worker has a process to itself.
    private var isProcess: Bool { if case .process = transport { true } else { false } }

    package func warmUp() { _ = try? start() }

    private func startOnce() throws(WorkerError) -> (EngineReport, kernelsFailed: Bool) {
        try launch()
        let memory = isProcess ? MemoryShare.bytes(ofWorkers: workers) : nil
        let request = WorkerRequest.start(
            device: device,
            usesHost: remedies.usesHost,
            notes: notes,
            memory: memory,
            limits: limits
        )
        guard case .started(let engine, let kernelsFailed) = try ask(request) else { throw unexpected("start") }
        self.engine = engine
        return (engine, kernelsFailed)
    }

    /// Has a worker running, with or without an engine.
    func launch() throws(WorkerError) {
        try endIfDead()
        guard worker == nil else { return }
        notes = remedies.prepare()
        var environment = ["POCL_CACHE_DIR": remedies.cache.folder.string]
        if isProcess { environment["TMPDIR"] = remedies.cache.scratch.string }
        environment.merge(Processors.variables) { $1 }
        worker = try RunningWorker(transport, environment: environment, priority: priority)
        (held, isWarm) = (HeldClassifiers(), false)
    }

    /// One that died at rest is replaced; what comes next is not to blame.
    private func endIfDead() throws(WorkerError) {
        if worker?.hasEnded() ?? false { stop() }
        if worker == nil && isStopping.isRaised { throw .interrupted }
    }

    /// Tries every device of this computer; where that ends the worker, it is said what is used nevertheless.
    package func devices() throws(WorkerError) -> DeviceReport {
        let engine = try start()
        if remedies.usesHost { return DeviceReport(broken: engine) }
        do throws(WorkerError) {
            guard case .devices(let report) = try ask(.devices) else { throw unexpected("devices") }
            return report
        } catch {
            guard case .died = error else { throw error }
            return DeviceReport(broken: engine)
        }
    }

    /// Measures a classifier; `progress` is told in words what is being measured.
    ///
    /// Kernels that end the worker are made anew once; the host is measured only where it is asked for.
    package func measure(
        _ request: BenchmarkRequest,
        descriptors: [Int32],
        progress: (String) -> Void
    ) throws(WorkerError) -> BenchmarkReport {
        var request = request
        while true {
            try launch()
            request.notes = notes
            do throws(WorkerError) {
                var watch = WorkerWatch(patience, limit: patience.measurement)
                let reply = try ask(.measure(request), descriptors: descriptors, watch: &watch) { sign, _ in
                    if case .measuring(let words) = sign { progress(words) }
                }
                guard case .measured(let report) = reply else { throw unexpected("measure") }
                return report
            } catch {
                guard case .died(let status) = error, remedies.diedAtStart(status) else { throw error }
                if remedies.usesHost { throw .refused(.runtimeEnds(remedies.prepare())) }
            }
        }
    }

    /// Classifies a built-in image, so that a classifier is known to run before the first real image comes.
    package func probe(_ classifier: ClassifierReference) throws(WorkerError) {
        try withGoodKernels { () throws(WorkerError) in
            try prepare([classifier])
            let request = WorkerRequest.probe(digest: classifier.digest, givesWay: remedies.givesWay)
            guard case .probed = try ask(request) else { throw unexpected("probe") }
        }
    }

    package func segment(
        _ job: SegmentationJob,
        classifiers: [ClassifierReference],
        image: Int32,
        members: [Int32] = [],
        labels: Int32?,
        kept: [Int32] = [],
        outputs: [Int32],
        hangs: Int
    ) throws(WorkerError) -> JobReport {
        let bytes = ([image] + members).reduce(0) { sum, file in
            var status = stat()
            return fstat(file, &status) == 0 ? sum + Int(status.st_size) : sum
        }
        // Two recipes that share a classifier take their time for themselves.
        // What begins with an earlier result takes a fraction of it, by which no other image is to be measured.
        let chain = (classifiers.map(\.digest) + (job.earlier == nil ? [] : ["earlier"])).joined(separator: " ")
        return try withGoodKernels { () throws(WorkerError) in
            try prepare(classifiers)
            var work: Workload?
            func limit() -> Duration {
                pace.limit(work, classifier: chain, bytes: bytes, hangs: hangs, patience: patience)
            }
            var watch = WorkerWatch(patience, limit: limit())
            let request = WorkerRequest.segment(job, givesWay: remedies.givesWay)
            let descriptors = [image] + members + [labels].compactMap(\.self) + kept + outputs
            let reply = try ask(request, descriptors: descriptors, watch: &watch) {
                sign,
                watch in
                guard case .atWork(let known) = sign else { return }
                work = known
                watch.limit = limit()
            }
            guard case .finished(let report) = reply else { throw unexpected("segment") }
            if let work { pace.note(work, classifier: chain, seconds: watch.elapsed / .seconds(1)) }
            isWarm = true
            if report.engine.engine.kind != "host" { remedies.workDone() }
            return report
        }
    }

    /// From now on the worker is waited for only as long as it gets on, and not for long.
    package nonisolated func stopSoon() { isStopping.raise() }

    /// Ends the worker.
    package func stop() {
        worker = nil
        engine = nil
    }

    /// Runs `body`, and once more where the kernels were to blame and the next worker has new ones.
    private func withGoodKernels<Result>(_ body: () throws(WorkerError) -> Result) throws(WorkerError) -> Result {
        do throws(WorkerError) { return try body() } catch {
            switch error {
            case .died(let status):
                guard remedies.diedAtWork(status, wasWarm: isWarm) else { throw error }
            case .refused(let failure) where failure.kind == Failure.deviceFailed:
                guard remedies.kernelsFailed("the device failed: \(failure.message)") else { throw error }
            default: throw error
            }
        }
        stop()
        return try body()
    }

    /// Has a worker ready that holds the classifiers; one that is lost on the way is replaced once.
    private func prepare(_ classifiers: [ClassifierReference]) throws(WorkerError) {
        for isLast in [false, true] {
            do throws(WorkerError) {
                _ = try start()
                for classifier in classifiers { try load(classifier) }
                return
            } catch {
                switch error {
                case .refused, .interrupted: throw error
                default: if isLast { throw .notReady("\(error)") }
                }
            }
        }
    }

    private func load(_ classifier: ClassifierReference) throws(WorkerError) {
        if held.use(classifier.digest) { return }
        if let oldest = held.makeRoom() {
            guard case .unloaded = try ask(.unload(digest: oldest)) else { throw unexpected("unload") }
        }
        let file = try classifier.openKeptCopy()
        defer { try? file.close() }
        let samples = classifier.openSamples()
        defer { try? samples?.close() }
        let request = WorkerRequest.load(
            digest: classifier.digest,
            name: classifier.name,
            hasSamples: samples != nil
        )
        let files = [file, samples].compactMap { $0?.rawValue }
        guard case .loaded = try ask(request, descriptors: files) else { throw unexpected("load") }
        held.add(classifier.digest)
    }

    func ask(_ request: WorkerRequest, descriptors: [Int32] = []) throws(WorkerError) -> WorkerReply {
        var watch = WorkerWatch(patience, limit: patience.request)
        return try ask(request, descriptors: descriptors, watch: &watch) { _, _ in }
    }

    /// Sends one request and waits for its answer, for as long as `watch` lets it.
    func ask(
        _ request: WorkerRequest,
        descriptors: [Int32],
        watch: inout WorkerWatch,
        hear: (WorkerSign, inout WorkerWatch) -> Void
    ) throws(WorkerError) -> WorkerReply {
        let reply: WorkerReply?
        do throws(WorkerError) {
            reply = try worker?.answer(to: request, descriptors, watch: &watch, isStopping: isStopping, hear: hear)
        } catch { throw lost(error, after: watch.limit) }
        switch reply {
        case nil: throw lost(.closed)
        case .failed(let failure): throw .refused(failure)
        case .some(let reply): return reply
        }
    }

    /// Ends a worker that can no longer be trusted.
    ///
    /// - Parameter limit: how long it was waited for at most; its time on the processors follows from that.
    private func lost(_ error: WorkerError, after limit: Duration = .zero) -> WorkerError {
        defer { stop() }
        guard case .closed = error else { return error }
        guard let (status, wasOutOfTime) = worker?.end() else { return .died(status: "it never ran") }
        return wasOutOfTime ? .overdue(limit) : .died(status: status)
    }

    func unexpected(_ request: String) -> WorkerError {
        lost(.protocolBroken("an answer that does not belong to `\(request)`"))
    }
}
