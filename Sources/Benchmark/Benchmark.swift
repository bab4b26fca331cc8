import Classifiers
import Features
import Forests
import Glibc
package import Imaging
package import OpenCLRuntime
import Pipeline
import Results
import Segmentation
import TIFFFiles

/// Measures one classifier on one image on one device.
package struct Benchmark {
    /// The classifier file; nil for one that is built in.
    package var classifier: (name: String, bytes: [UInt8])?
    /// A TIFF whose first frame is used; nil for a generated image of `size`.
    package var image: (name: String, descriptor: Int32)?
    /// Names that overrule those of the image's axes.
    package var axes: AxisNames?
    package var size = ImageSize(width: 2048, height: 2048)
    package var device: DeviceSelection?
    /// Computes on the host, without a device.
    package var usesHost = false
    package var repeats = 5

    /// A benchmark of the built-in classifier on a generated image.
    package init() {}

    /// Runs it; `say` is told what is being done.
    ///
    /// - Throws: an `ImageFailure` or a `SegmentationError` that says what to do.
    package func run(_ say: (String) -> Void = { _ in }) throws -> BenchmarkReport {
        say("preparing the device")
        var (clock, cpu) = (ContinuousClock.now, ProcessUsage.cpuMilliseconds)
        let engine = usesHost ? SegmentationEngine(host: EngineOptions()) : try SegmentationEngine(selection: device)
        let start = (wall: Self.milliseconds(since: clock), cpu: ProcessUsage.cpuMilliseconds - cpu)

        let (classifier, name, classifierTime) = try loadClassifier(engine)
        say("preparing the image")
        let file = try imageFile(channels: classifier.channelCount)
        defer { close(file) }
        let opened = try ClassifierImage(
            descriptor: file,
            name: image?.name ?? "generated",
            axes: axes,
            classifier: classifier
        )
        let (reader, layout) = (opened.reader, opened.reader.layout)
        var size = layout.shape.size
        size.depth = opened.isVolume ? layout.shape.slices : 1
        let channels = try (0..<layout.shape.channels).map { channel in
            var pixels = try reader.plane(frame: 0, slice: 0, channel: channel)
            for z in 1..<max(size.depth, 1) {
                pixels.append(try reader.plane(frame: 0, slice: z, channel: channel))
            }
            return pixels
        }
        func segment(_ channels: [PlanePixels], _ size: ImageSize) throws -> SegmentationResult {
            try engine.segment(
                channels: channels,
                size: size,
                classifier: classifier,
                request: Self.request(classifier),
                progress: {}
            )
        }
        // Kernels are compiled and tested when they are first needed. The image before is a little smaller: the process
        // is warm, and has never seen this size.
        let other = ImageSize(width: max(1, size.width - 13), height: max(1, size.height - 5), depth: size.depth)
        _ = try segment(channels.map { $0[0..<other.pixelCount] }, other)

        say("segmenting")
        clock = .now
        let result = try segment(channels, size)
        let first = Self.milliseconds(since: clock)
        var totals: [Double] = []
        cpu = ProcessUsage.cpuMilliseconds
        for _ in 0..<repeats {
            clock = .now
            _ = try segment(channels, size)
            totals.append(Self.milliseconds(since: clock))
        }
        cpu = (ProcessUsage.cpuMilliseconds - cpu) / Double(repeats)
        let engineBytes = engine.bufferBytes
        let stages = try measureStages(engine) { _ = try segment(channels, size) }
        let peak = ProcessUsage.peakResidentBytes

        say("reading and writing")
        let files = try measureFiles(engine, classifier, file: file)
        let pixels = size.pixelCount
        let imageBytes = channels.reduce(0) { $0 + $1.count * $1.pixelType.byteCount }
        let read = BenchmarkReport.Stage("read", milliseconds: files.read, pixels: pixels, bytes: imageBytes)
        let write = BenchmarkReport.Stage("write", milliseconds: files.write, pixels: pixels, bytes: files.outputBytes)
        let sorted = totals.sorted()
        return BenchmarkReport(
            device: engine.deviceName,
            deviceKind: engine.deviceKind,
            classifier: name,
            features: classifier.plan.outputs.count,
            channels: classifier.channelCount,
            trees: classifier.forest.roots.count,
            treeDepth: classifier.forest.depth,
            classes: classifier.forest.classCount,
            image: (image?.name ?? "generated") + " \(layout.pixelType)",
            width: size.width,
            height: size.height,
            slices: size.depth,
            repeats: repeats,
            startMs: start.wall,
            startCpuMs: start.cpu,
            classifierMs: classifierTime,
            firstImageMs: first,
            totalMs: sorted[0],
            medianMs: sorted[sorted.count / 2],
            cpuMs: cpu,
            fileMs: files.all,
            stages: [read]
                + stages.map { stage in
                    BenchmarkReport.Stage(
                        stage.name,
                        milliseconds: stage.milliseconds,
                        pixels: pixels,
                        bytes: stage.bytes
                    )
                } + [write],
            objects: result.labels?.count ?? 0,
            imageBytes: imageBytes,
            resultBytes: pixels * 5 + (result.mask?.words.count ?? 0) * 8,
            engineBytes: engineBytes,
            peakResidentBytes: peak,
            notes: engine.warnings + opened.warnings + result.notes
        )
    }

    private func loadClassifier(_ engine: SegmentationEngine) throws -> (Classifier, String, Double?) {
        guard let classifier else {
            let builtIn = try BenchmarkClassifier.make()
            return (builtIn.classifier, builtIn.name, nil)
        }
        let clock = ContinuousClock.now
        let loaded = try Classifier(bytes: classifier.bytes, name: classifier.name)
        try engine.prepare(loaded, wantsVotes: loaded.kind == .probabilityMapper)
        return (loaded, classifier.name, Self.milliseconds(since: clock))
    }

    /// The image to read: the one that was given, or a generated one without a name.
    private func imageFile(channels: Int) throws -> Int32 {
        if let image { return dup(image.descriptor) }
        let bytes = BenchmarkImage(size: size, channelCount: channels).file()
        let file = try ScratchFile.open()
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, off_t(offset)) }
            guard count > 0 else { throw ScratchFile.failure() }
            offset += count
        }
        return file
    }

    /// Each stage's best time of five runs at most.
    private func measureStages(_ engine: SegmentationEngine, _ run: () throws -> Void) throws -> [StageTime] {
        engine.measuresStages = true
        defer { engine.measuresStages = false }
        var best: [StageTime] = []
        for _ in 0..<max(1, min(5, repeats)) {
            try run()
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
        _ engine: SegmentationEngine,
        _ classifier: Classifier,
        file: Int32
    ) throws -> (read: Double, write: Double, all: Double, outputBytes: Int) {
        let request = Self.request(classifier)
        let job = SegmentationJob(
            imageName: image?.name ?? "generated",
            classifierDigest: "",
            positiveClass: request.positiveClass,
            threshold: request.threshold,
            axes: axes,
            outputs: [.mask, .labels, .objects]
        )
        var best = (read: Double.infinity, write: Double.infinity, all: Double.infinity, outputBytes: 0)
        for _ in 0..<max(1, min(5, repeats)) {
            let outputs = try job.outputs.map { _ in try ScratchFile.open() }
            defer { for output in outputs { close(output) } }
            let clock = ContinuousClock.now
            let report = try ImagePipeline(engine: engine, classifier: classifier)
                .run(job, image: file, outputs: outputs, beat: {})
            best.all = min(best.all, Self.milliseconds(since: clock))
            best.read = min(best.read, report.timings.read)
            best.write = min(best.write, report.timings.write)
            best.outputBytes = report.outputs.reduce(0) { $0 + $1.bytes }
        }
        return best
    }

    /// Everything that a recipe can ask for as labels; class 2 where the file names none.
    private static func request(_ classifier: Classifier) -> SegmentationRequest {
        SegmentationRequest(
            positiveClass: classifier.positiveClass ?? min(2, classifier.forest.classCount),
            threshold: classifier.kind == .probabilityMapper ? 0.5 : nil,
            products: classifier.kind == .probabilityMapper ? [.mask, .labels] : [.classMap, .mask, .labels]
        )
    }

    private static func milliseconds(since clock: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - clock) / .milliseconds(1)
    }
}
