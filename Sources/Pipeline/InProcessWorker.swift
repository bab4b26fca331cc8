import Concurrency
import Glibc
package import OpenCLRuntime
package import SystemPackage

/// The worker's work in this very process, for `run --in-process` under a debugger.
package actor InProcessWorker: ImageSegmenting {
    private let executor = QueueExecutor(label: "segmentd.in-process-worker")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let device: DeviceSelection?
    private let kernelCache: KernelCache
    private let session = WorkerSession()
    private var isStarted = false
    private var loadedDigests: Set<String> = []

    /// Prepares the engine on `device`; it starts with the first image.
    package init(device: DeviceSelection?, kernelCache: FilePath) {
        self.device = device
        self.kernelCache = KernelCache(folder: kernelCache)
    }

    package func segment(
        _ job: SegmentationJob,
        classifier: ClassifierReference,
        image: Int32,
        outputs: [Int32],
        hangs: Int
    ) throws(WorkerError) -> JobReport {
        try load(classifier)
        switch session.answer(.segment(job), descriptors: [image] + outputs, beat: {}) {
        case .finished(let report): return report
        case .failed(let failure): throw .refused(failure)
        default: throw .protocolBroken("an answer that does not belong to `segment`")
        }
    }

    package func probe(_ classifier: ClassifierReference) throws(WorkerError) {
        try load(classifier)
        if case .failed(let failure) = session.answer(.probe(digest: classifier.digest), descriptors: [], beat: {}) {
            throw .refused(failure)
        }
    }

    private func load(_ classifier: ClassifierReference) throws(WorkerError) {
        if !isStarted {
            var reply = WorkerReply.beat
            kernelCache.use { reply = session.answer(.start(device: device), descriptors: [], beat: {}) }
            switch reply {
            case .started(_, let kernelsFailed):
                isStarted = true
                // For the next run: this process cannot have its kernels made anew.
                if kernelsFailed { kernelCache.empty() }
            case .failed(let failure): throw .refused(failure)
            default: throw .protocolBroken("an answer that does not belong to `start`")
            }
        }
        if !loadedDigests.contains(classifier.digest) {
            let file = try classifier.openKeptCopy()
            defer { try? file.close() }
            let request = WorkerRequest.load(digest: classifier.digest, name: classifier.name)
            if case .failed(let failure) = session.answer(request, descriptors: [file.rawValue], beat: {}) {
                throw .refused(failure)
            }
            loadedDigests.insert(classifier.digest)
        }
    }
}
