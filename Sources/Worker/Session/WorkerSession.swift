import Classifiers
import Devices
import Forests
import Glibc
import Imaging
import Segmentation
import SystemPackage
import TIFFFiles
package import WorkerProtocol

/// The worker's side of the protocol: an engine, the classifiers it was given, and one request at a time.
package final class WorkerSession {
    private var engine: SegmentationEngine?
    private var classifiers: [String: TrainedClassifier] = [:]
    /// The values of their training, where they are known.
    private var ranges: [String: [ClosedRange<Float>]] = [:]
    /// Whether nothing else happens in this process.
    private let isOwnProcess: Bool
    /// The bytes that may be used; nil for all there are.
    private(set) var memory: Int?
    /// Beyond which images are refused.
    private var limits = TIFFLimits.standard

    /// A session without an engine; `start` brings it.
    package init(isOwnProcess: Bool = false) { self.isOwnProcess = isOwnProcess }

    /// Answers requests on a socket until the other end closes it.
    ///
    /// - Parameter isOwnProcess: whether nothing else happens in this process, which then ends when nobody listens.
    package static func run(socket descriptor: Int32, isOwnProcess: Bool = true) throws(WorkerError) {
        if isOwnProcess { prepareProcess(socket: descriptor) }
        let voice = WorkerVoice(socket: dup(descriptor), endsProcess: isOwnProcess)
        var socket = DescriptorSocket(owning: descriptor, as: .worker)
        let session = WorkerSession(isOwnProcess: isOwnProcess)
        while let request = try socket.receive(WorkerRequest.self) {
            let descriptors = try socket.removeFirstDescriptors(request.descriptorCount)
            defer { for descriptor in descriptors { close(descriptor) } }
            var beats = BeatPacer()
            voice.begin()
            let reply = session.answer(request, descriptors: descriptors) { sign in
                if case .beat = sign, !beats.isDue() { return }
                voice.say(sign)
            }
            voice.end(with: reply)
        }
    }

    /// The daemon decides when to stop: it closes the socket once the image in work is done.
    private static func prepareProcess(socket: Int32) {
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        // In ps and in the journal it would be called `exe`, after the link it was started by.
        if let name = try? FileDescriptor.open("/proc/self/comm", .writeOnly) {
            _ = try? name.closeAfter { try name.writeAll("segmentd-worker".utf8) }
        }
        Confinement.enter(socket: socket)
        WorkingMemory.keep()
    }

    /// Answers one request; the descriptors stay the caller's.
    ///
    /// - Parameter say: told what there is to say on the way; a beat at least once a strip.
    package func answer(
        _ request: WorkerRequest,
        descriptors: [Int32],
        say: (WorkerSign) -> Void
    ) -> WorkerReply {
        do throws(Failure) {
            switch request {
            case .start(let device, let usesHost, let notes, let memory, let limits):
                // Runtimes of GPUs that are looked at on the way reserve more than any limit.
                bound(to: nil)
                let engine =
                    usesHost ? SegmentationEngine(host: EngineOptions(), notes: notes) : try start(device, notes)
                self.engine = engine
                self.memory = memory
                self.limits = TIFFLimits(limits)
                if engine.deviceKind != "gpu" { bound(to: memory) }
                return .started(EngineReport(engine), kernelsFailed: engine.kernelsFailed)
            case .devices:
                bound(to: nil)
                return .devices(DeviceReport(try runningEngine()))
            case .describe(let digest, let name):
                let classifier = try TrainedClassifier(loading: descriptors[0], digest: digest, name: name) { _ in
                    .classifierChanging(name)
                }
                return .described(ClassifierFacts(classifier))
            case .extract(let name):
                if isOwnProcess { Confinement.enterProject(descriptors[0]) }
                return .extracted(try ClassifierExtract(of: descriptors[0], into: descriptors[1], name: name))
            case .load(let digest, let name, let hasSamples):
                let classifier = try TrainedClassifier(
                    loading: descriptors[0],
                    digest: digest,
                    name: name
                ) { found in
                    .keptCopy(of: name, "it was exchanged: its SHA-256 is \(found), not \(digest)")
                }
                classifiers[digest] = classifier
                ranges[digest] =
                    hasSamples ? TrainingRanges.read(descriptors[1], of: digest, classifier.forest.featureCount) : nil
                return .loaded
            case .unload(let digest):
                (classifiers[digest], ranges[digest]) = (nil, nil)
                return .unloaded
            case .probe(let digest, let givesWay):
                try runningEngine().givesWay = givesWay
                // A classifier of objects runs on the processor, in arithmetic that is the same everywhere.
                if case .pixels(let classifier) = try classifier(digest) { try probe(classifier) { say(.beat) } }
                return .probed
            case .segment(let job, let givesWay):
                return .finished(try segment(job, descriptors, givesWay: givesWay, say: say))
            case .digest(let name):
                return .digested(try ImageDigest.sha256(of: descriptors[0], name: name) { say(.beat) })
            case .inspect(let name, let axes, let decodes, let limits, let others):
                let limits = TIFFLimits(limits)
                let files = others.map { TIFFSource.set(descriptors, names: [name] + $0) }
                if isOwnProcess, ClassifierContent.isProject(descriptors[0]) {
                    Confinement.enterProject(descriptors[0])
                }
                return .inspected(
                    try Inspection(descriptors[0], name: name, axes: axes, decodes: decodes, limits, files: files) {
                        say(.beat)
                    }
                )
            case .fileSet(let name, let companion):
                let other = companion.map { (descriptor: descriptors[1], name: $0) }
                return .fileSet(try ImageFileSet(descriptor: descriptors[0], name: name, companion: other))
            case .measure(let request):
                return .measured(try Benchmark(request, descriptors: descriptors).run(say: say))
            case .selftest(let request):
                bound(to: nil)
                return .selftested(try Selftest.report(request, say: say))
            case .train(let job):
                return .trained(try train(job, descriptors) { say(.beat) })
            case .validate(let job):
                return .validated(try validate(job, descriptors) { say(.beat) })
            case .suggest(let job):
                return .suggested(try Suggestion.report(job, samples: descriptors[0]) { say(.beat) })
            case .digestLabels(let name):
                return .digested(try Selftest.digestOfLabels(descriptors[0], name: name))
            }
        } catch {
            return .failed(error)
        }
    }

    private func segment(
        _ job: SegmentationJob,
        _ descriptors: [Int32],
        givesWay: Bool,
        say: (WorkerSign) -> Void
    ) throws(Failure) -> JobReport {
        let engine = try runningEngine()
        engine.givesWay = givesWay
        let classifier = try pixelClassifier(of: job.recipe)
        let pipeline = ImagePipeline(
            engine: engine,
            classifier: classifier,
            objectClassifiers: try objectClassifiers(of: job.recipe),
            memory: memory,
            limits: limits,
            ranges: job.recipe.pixelClassifier.flatMap { ranges[$0] }
        )
        var work: Workload?
        _ = ReadErrors.takeLast()
        do throws(Failure) {
            return try pipeline.run(
                job,
                image: descriptors[0],
                members: Array(descriptors[1...].prefix(job.members.count)),
                labels: job.takesLabels ? descriptors[1 + job.members.count] : nil,
                kept: Array(descriptors[..<job.inputCount].suffix(job.earlier?.files.count ?? 0)),
                outputs: Array(descriptors.dropFirst(job.inputCount)),
                begin: { layout in
                    let known = Workload(layout, usesHost: engine.deviceKind == "host")
                    work = known
                    say(.atWork(known))
                },
                beat: {
                    if var known = work, engine.isOnHost, !known.usesHost {
                        known.usesHost = true
                        work = known
                        say(.atWork(known))
                    }
                    say(.beat)
                }
            )
        } catch {
            // What a disk or a share does not give says nothing of the image.
            guard !error.isTransient, let code = ReadErrors.takeLast() else {
                throw error.knowing(imageBehind: descriptors, of: job, classifier, limits)
            }
            throw .imageUnreadable(name: job.imageName, code: Errno(rawValue: code))
        }
    }

    private func bound(to bytes: Int?) { if isOwnProcess { MemoryBound.set(bytes) } }

    private func start(_ device: DeviceSelection?, _ notes: [String] = []) throws(Failure) -> SegmentationEngine {
        do {
            return try SegmentationEngine(selection: device, notes: notes)
        } catch {
            throw Failure(
                kind: "no_device",
                message: "\(error)",
                remedy: "run `segmentd devices`, and check [device] in the configuration"
            )
        }
    }

    func runningEngine() throws(Failure) -> SegmentationEngine {
        if let engine { return engine }
        let engine = try start(nil)
        self.engine = engine
        return engine
    }

    private func pixelClassifier(of recipe: Recipe) throws(Failure) -> Classifier? {
        guard let digest = recipe.pixelClassifier else { return nil }
        let trained = try classifier(digest)
        do throws(ClassifierError) { return try trained.pixelClassifier() } catch { throw Failure(classifier: error) }
    }

    private func objectClassifiers(of recipe: Recipe) throws(Failure) -> [String: ObjectClassifier] {
        var found: [String: ObjectClassifier] = [:]
        for digest in recipe.steps.compactMap(\.classifier) {
            if case .objects(let classifier) = try classifier(digest) { found[digest] = classifier }
        }
        return found
    }

    private func classifier(_ digest: String) throws(Failure) -> TrainedClassifier {
        guard let classifier = classifiers[digest] else {
            throw .internalFault("classifier \(digest) was never sent to the worker")
        }
        return classifier
    }

    private func probe(_ classifier: Classifier, beat: () -> Void) throws(Failure) {
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
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(segmentation: error)
        }
    }
}
