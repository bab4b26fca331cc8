import Forests
import Glibc
import OpenCLRuntime
import Segmentation
import SystemPackage

/// The worker's side of the protocol: an engine, the classifiers it was given, and one request at a time.
package final class WorkerSession {
    private var engine: SegmentationEngine?
    private var classifiers: [String: Classifier] = [:]

    /// A session without an engine; `start` brings it.
    package init() {}

    /// Answers requests on an inherited socket until the daemon closes it.
    package static func run(socket descriptor: Int32 = WorkerProcess.workerSocket) throws(WorkerError) {
        // The daemon decides when to stop: it closes the socket once the image in work is done.
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        // In ps and in the journal it would be called `exe`, after the link it was started by.
        if let name = try? FileDescriptor.open("/proc/self/comm", .writeOnly) {
            _ = try? name.closeAfter { try name.writeAll("segmentd-worker".utf8) }
        }
        WorkingMemory.keep()
        var socket = DescriptorSocket(owning: descriptor)
        let session = WorkerSession()
        while let request = try socket.receive(WorkerRequest.self) {
            let descriptors = try socket.takeDescriptors(request.descriptorCount)
            defer { for descriptor in descriptors { close(descriptor) } }
            var beats = BeatPacer()
            let reply = session.answer(request, descriptors: descriptors) {
                guard beats.isDue() else { return }
                // Nobody waits for the result any more: what is being computed can never be committed.
                do throws(WorkerError) { try socket.send(WorkerReply.beat) } catch { exit(0) }
            }
            try socket.send(reply)
        }
    }

    /// Answers one request; the descriptors stay the caller's.
    package func answer(_ request: WorkerRequest, descriptors: [Int32], beat: () -> Void) -> WorkerReply {
        do throws(ImageFailure) {
            switch request {
            case .start(let device, let usesHost, let notes):
                if usesHost {
                    let engine = SegmentationEngine(host: EngineOptions(), notes: notes)
                    self.engine = engine
                    return .started(EngineFacts(engine))
                }
                return .started(try start(device, notes: notes))
            case .load(let digest, let name):
                classifiers[digest] = try Classifier(loading: descriptors[0], name: name)
                return .loaded
            case .unload(let digest):
                classifiers[digest] = nil
                return .unloaded
            case .probe(let digest):
                try probe(try classifier(digest), beat: beat)
                return .probed
            case .segment(let job):
                let pipeline = ImagePipeline(
                    engine: try runningEngine(),
                    classifier: try classifier(job.classifierDigest)
                )
                return .finished(
                    try pipeline.run(job, image: descriptors[0], outputs: Array(descriptors.dropFirst()), beat: beat)
                )
            }
        } catch {
            return .failed(error)
        }
    }

    private func start(_ device: DeviceSelection?, notes: [String] = []) throws(ImageFailure) -> EngineFacts {
        do {
            let engine = try SegmentationEngine(selection: device, notes: notes)
            self.engine = engine
            return EngineFacts(engine)
        } catch {
            throw ImageFailure(
                kind: "no_device",
                message: "\(error)",
                remedy: "run `segmentd devices`, and check [device] in the configuration"
            )
        }
    }

    private func runningEngine() throws(ImageFailure) -> SegmentationEngine {
        if let engine { return engine }
        _ = try start(nil)
        guard let engine else { throw .internalFault("the engine did not start") }
        return engine
    }

    private func classifier(_ digest: String) throws(ImageFailure) -> Classifier {
        guard let classifier = classifiers[digest] else {
            throw .internalFault("classifier \(digest) was never sent to the worker")
        }
        return classifier
    }

    private func probe(_ classifier: Classifier, beat: () -> Void) throws(ImageFailure) {
        let image = BuiltInImage.plane
        do {
            _ = try runningEngine().segment(
                channels: Array(repeating: image.pixels, count: classifier.channelCount),
                size: image.size,
                classifier: classifier,
                request: SegmentationRequest(
                    positiveClass: classifier.positiveClass,
                    threshold: nil,
                    products: classifier.kind == .probabilityMapper ? [.probabilities] : [.classMap]
                ),
                progress: beat
            )
        } catch let failure as ImageFailure {
            throw failure
        } catch {
            throw ImageFailure(segmentation: error)
        }
    }
}
