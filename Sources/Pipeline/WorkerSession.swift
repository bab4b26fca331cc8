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
        let voice = WorkerVoice(socket: dup(descriptor))
        var socket = DescriptorSocket(owning: descriptor)
        let session = WorkerSession()
        while let request = try socket.receive(WorkerRequest.self) {
            let descriptors = try socket.takeDescriptors(request.descriptorCount)
            defer { for descriptor in descriptors { close(descriptor) } }
            var beats = BeatPacer()
            voice.begin()
            let reply = session.answer(
                request,
                descriptors: descriptors,
                atWork: { voice.say(.atWork($0)) },
                beat: { if beats.isDue() { voice.say(.beat) } }
            )
            voice.end(with: reply)
        }
    }

    /// Answers one request; the descriptors stay the caller's.
    ///
    /// - Parameters:
    ///   - atWork: told how much there is to do, when it is known or changes.
    ///   - beat: called at least once a strip.
    package func answer(
        _ request: WorkerRequest,
        descriptors: [Int32],
        atWork: (Workload) -> Void = { _ in },
        beat: () -> Void
    ) -> WorkerReply {
        do throws(ImageFailure) {
            switch request {
            case .start(let device, let usesHost, let notes):
                if usesHost {
                    let engine = SegmentationEngine(host: EngineOptions(), notes: notes)
                    self.engine = engine
                    return .started(EngineFacts(engine), kernelsFailed: false)
                }
                let engine = try start(device, notes: notes)
                return .started(EngineFacts(engine), kernelsFailed: engine.kernelsFailed)
            case .devices:
                return .devices(DeviceReport(try runningEngine()))
            case .load(let digest, let name):
                classifiers[digest] = try Classifier(loading: descriptors[0], digest: digest, name: name)
                return .loaded
            case .unload(let digest):
                classifiers[digest] = nil
                return .unloaded
            case .probe(let digest, let givesWay):
                try runningEngine().givesWay = givesWay
                try probe(try classifier(digest), beat: beat)
                return .probed
            case .segment(let job, let givesWay):
                let engine = try runningEngine()
                engine.givesWay = givesWay
                let pipeline = ImagePipeline(engine: engine, classifier: try classifier(job.classifierDigest))
                var work: Workload?
                let report = try pipeline.run(
                    job,
                    image: descriptors[0],
                    outputs: Array(descriptors.dropFirst()),
                    begin: { layout in
                        let known = Workload(layout, usesHost: engine.deviceKind == "host")
                        work = known
                        atWork(known)
                    },
                    beat: {
                        if var known = work, engine.isOnHost, !known.usesHost {
                            known.usesHost = true
                            work = known
                            atWork(known)
                        }
                        beat()
                    }
                )
                return .finished(report)
            }
        } catch {
            return .failed(error)
        }
    }

    private func start(_ device: DeviceSelection?, notes: [String] = []) throws(ImageFailure) -> SegmentationEngine {
        do {
            let engine = try SegmentationEngine(selection: device, notes: notes)
            self.engine = engine
            return engine
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
        return try start(nil)
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
