import Classifiers
import Features
import Forests
import Glibc
import Imaging
import Segmentation
import SystemPackage
import TIFFFiles
import WorkerProtocol

/// Measures one classifier on one image on one device.
struct Benchmark {
    private let request: BenchmarkRequest
    private let classifierFile: Int32?
    private let imageFile: Int32
    private let outputs: [Int32]

    /// A benchmark with the descriptors that came with its request.
    init(_ request: BenchmarkRequest, descriptors: [Int32]) {
        self.request = request
        var rest = descriptors[...]
        classifierFile = request.classifier.flatMap { _ in rest.popFirst() }
        imageFile = rest.popFirst() ?? -1
        outputs = Array(rest)
    }

    /// Runs it; `say` is told what is being done, and that it goes on.
    ///
    /// - Throws: an `Failure` that says what to do.
    func run(say: (WorkerSign) -> Void) throws(Failure) -> BenchmarkReport {
        let beat = { say(.beat) }
        say(.measuring("preparing the device"))
        let (engine, start) = try startedEngine()
        let (classifier, name, classifierTime) = try loadClassifier(engine)
        say(.measuring("preparing the image"))
        if request.image == nil {
            try checkDimensions(classifier)
            let generated = BenchmarkImage(size: request.size, channelCount: classifier.channelCount).file()
            guard WholeFile.write(generated, to: imageFile) else { throw .scratchUnwritable(Errno(rawValue: errno)) }
        }
        let image = try ClassifierImage(
            sources: [TIFFSource(fileDescriptor: imageFile, name: imageName)],
            axes: request.axes,
            classifier: classifier
        )
        let channels = try image.read(ClassifierImage.Place(frame: 0, slice: 0), progress: beat)
        let segmenting = Segmenting(engine: engine, classifier: classifier, channels: channels, size: image.size)

        say(.measuring("segmenting"))
        let computing = try measureComputing(segmenting, beat: beat)
        let stages = try measureStages(segmenting, beat: beat)
        let peak = ProcessUsage.peakResidentBytes
        say(.measuring("reading and writing"))
        let files = try measureFiles(segmenting, beat: beat)
        let (pixels, imageBytes) = (image.size.pixelCount, segmenting.imageBytes)
        let read = BenchmarkReport.Stage("read", milliseconds: files.read, pixels: pixels, bytes: imageBytes)
        let write = BenchmarkReport.Stage("write", milliseconds: files.write, pixels: pixels, bytes: files.outputBytes)
        return BenchmarkReport(
            device: engine.deviceName,
            deviceKind: engine.deviceKind,
            classifier: name,
            features: classifier.plan.outputs.count,
            channels: classifier.channelCount,
            trees: classifier.forest.roots.count,
            treeDepth: classifier.forest.depth,
            classes: classifier.forest.classCount,
            image: "\(imageName) \(image.reader.layout.pixelType)",
            width: image.size.width,
            height: image.size.height,
            slices: image.size.depth,
            repeats: request.repeats,
            startMs: start.wall,
            startCpuMs: start.cpu,
            classifierMs: classifierTime,
            firstImageMs: computing.first,
            totalMs: computing.sorted[0],
            medianMs: computing.sorted[computing.sorted.count / 2],
            cpuMs: computing.cpu,
            fileMs: files.all,
            stages: [read]
                + stages.map { .init($0.name, milliseconds: $0.milliseconds, pixels: pixels, bytes: $0.bytes) }
                + [write],
            objects: computing.result.labels?.count ?? 0,
            imageBytes: imageBytes,
            resultBytes: pixels * 5 + (computing.result.mask?.words.count ?? 0) * 8,
            engineBytes: computing.engineBytes,
            peakResidentBytes: peak,
            notes: engine.warnings + image.warnings + computing.result.notes
        )
    }

    private var imageName: String { request.image ?? "generated" }

    /// Refuses to make a plane for a classifier that has no features on planes.
    private func checkDimensions(_ classifier: Classifier) throws(Failure) {
        let problems = classifier.stages.compactMap { $0.plan.problem(onSize: request.size) }
        guard let problem = problems.first(where: \.isOfDimensions) else { return }
        throw Failure(
            kind: "dimensions_mismatch",
            message: "the generated image (\(request.size)): \(problem)",
            remedy: "generate a volume (--size 256x256x64), or measure with one of yours (--image)"
        )
    }

    private func startedEngine() throws(Failure) -> (SegmentationEngine, (wall: Double, cpu: Double)) {
        let watch = Stopwatch()
        let engine: SegmentationEngine
        if request.usesHost {
            engine = SegmentationEngine(host: EngineOptions(), notes: request.notes)
        } else {
            do { engine = try SegmentationEngine(selection: request.device, notes: request.notes) } catch {
                throw Failure(segmentation: error)
            }
        }
        return (engine, (watch.milliseconds, watch.cpuMilliseconds))
    }

    /// The classifier, its name, and the time from its bytes to a forest on the device; no time for the one built in.
    private func loadClassifier(_ engine: SegmentationEngine) throws(Failure) -> (Classifier, String, Double?) {
        guard let name = request.classifier, let classifierFile else {
            do {
                let builtIn = try BenchmarkClassifier.make()
                return (builtIn.classifier, builtIn.name, nil)
            } catch { throw .internalFault("\(error)") }
        }
        let content = try ClassifierContent(reading: classifierFile, name: name)
        let watch = Stopwatch()
        let trained = try content.classifier()
        let loaded: Classifier
        do throws(ClassifierError) { loaded = try trained.pixelClassifier() } catch { throw Failure(classifier: error) }
        do { try engine.prepare(loaded, wantsVotes: loaded.kind == .probabilityMapper) } catch {
            throw Failure(segmentation: error)
        }
        return (loaded, name, watch.milliseconds)
    }

    private func measureComputing(
        _ segmenting: Segmenting,
        beat: () -> Void
    ) throws(Failure) -> (result: SegmentationResult, first: Double, sorted: [Double], cpu: Double, engineBytes: Int) {
        // Kernels are compiled and tested when they are first needed. The image before is a little smaller: the process
        // is warm, and has never seen this size.
        _ = try segmenting.smaller().run(beat: beat)
        var watch = Stopwatch()
        let result = try segmenting.run(beat: beat)
        let first = watch.milliseconds
        var totals: [Double] = []
        let all = Stopwatch()
        for _ in 0..<request.repeats {
            watch = Stopwatch()
            _ = try segmenting.run(beat: beat)
            totals.append(watch.milliseconds)
        }
        let cpu = all.cpuMilliseconds / Double(request.repeats)
        return (result, first, totals.sorted(), cpu, segmenting.engine.bufferBytes)
    }

    /// Each stage's best time of five runs at most.
    private func measureStages(_ segmenting: Segmenting, beat: () -> Void) throws(Failure) -> [StageTime] {
        let engine = segmenting.engine
        engine.measuresStages = true
        defer { engine.measuresStages = false }
        var best: [StageTime] = []
        for _ in 0..<max(1, min(5, request.repeats)) {
            _ = try segmenting.run(beat: beat)
            let stages = engine.stageTimes
            guard !best.isEmpty else {
                best = stages
                continue
            }
            for (index, stage) in stages.enumerated() where index < best.count {
                best[index].milliseconds = min(best[index].milliseconds, stage.milliseconds)
            }
        }
        return best
    }

    private func measureFiles(
        _ segmenting: Segmenting,
        beat: () -> Void
    ) throws(Failure) -> (read: Double, write: Double, all: Double, outputBytes: Int) {
        var recipe = Recipe(
            steps: [
                .classifyPixels(classifier: "", foreground: Segmenting.foreground(segmenting.classifier)),
                .connectComponents,
            ],
            axes: request.axes.names,
            outputs: [.mask, .labels, .objects]
        )
        (recipe.channels, recipe.positions) = (request.axes.channels, request.axes.positions)
        let job = SegmentationJob(imageName: imageName, recipe: recipe)
        let pipeline = ImagePipeline(engine: segmenting.engine, classifier: segmenting.classifier)
        var best = (read: Double.infinity, write: Double.infinity, all: Double.infinity, outputBytes: 0)
        for _ in 0..<max(1, min(5, request.repeats)) {
            let watch = Stopwatch()
            let report = try pipeline.run(job, image: imageFile, outputs: outputs, beat: beat)
            best.all = min(best.all, watch.milliseconds)
            best.read = min(best.read, report.timings.read)
            best.write = min(best.write, report.timings.write)
            best.outputBytes = report.outputs.reduce(0) { $0 + $1.bytes }
        }
        return best
    }
}
