package import Classifiers
import Features
import Forests
package import Imaging
package import Segmentation
package import TIFFFiles
package import WorkerProtocol

/// One image end to end inside the worker: read plane by plane, take through the chain of the recipe, write.
package struct ImagePipeline {
    let engine: SegmentationEngine
    let classifier: Classifier?
    let objectClassifiers: [String: ObjectClassifier]
    let memory: Int?
    let limits: TIFFLimits
    let stripRows: Int?
    let ranges: [ClosedRange<Float>]?

    /// A pipeline on `engine`, which takes images that need more than `memory` bytes by strips of rows, or refuses them.
    ///
    /// - Parameters:
    ///   - classifier: that of the pixels; nil where objects come from others.
    ///   - objectClassifiers: those of the other steps, by digest.
    ///   - limits: beyond which the reader refuses images.
    ///   - stripRows: takes every image by strips of so many rows; for tests.
    ///   - ranges: the values of the classifier's training, for each input of its forest; nil where they are not known.
    package init(
        engine: SegmentationEngine,
        classifier: Classifier?,
        objectClassifiers: [String: ObjectClassifier] = [:],
        memory: Int? = nil,
        limits: TIFFLimits = .standard,
        stripRows: Int? = nil,
        ranges: [ClosedRange<Float>]? = nil
    ) {
        self.engine = engine
        self.classifier = classifier
        self.objectClassifiers = objectClassifiers
        self.memory = memory
        self.limits = limits
        self.stripRows = stripRows
        self.ranges = ranges
    }

    /// Fills the outputs of one job.
    ///
    /// - Parameters:
    ///   - image: open for reading; `members`, the other files of a set, and `labels` too, where the recipe takes a label image, and `kept`, the files of an earlier
    ///     result; `outputs`: open for reading and writing, one for each output of the recipe.
    ///   - begin: told the layout of the image once it is known.
    ///   - beat: called at least once a strip.
    package func run(
        _ job: SegmentationJob,
        image: Int32,
        members: [Int32] = [],
        labels: Int32? = nil,
        kept: [Int32] = [],
        outputs: [Int32],
        begin: (ImageLayout) -> Void = { _ in },
        beat: () -> Void
    ) throws(Failure) -> JobReport {
        var watch = StageWatch()
        let sources = job.sources(image: image, members: members)
        let opened = try watch.time(.read) { () throws(Failure) in
            try ClassifierImage(sources: sources, axes: job.recipe.axisChoice, classifier: classifier, limits: limits)
        }
        try opened.checkPlanes(name: job.imageName)
        if job.mustBeWhole { try opened.checkWhole(name: job.imageName) }
        let map = try watch.time(.read) { () throws(Failure) in
            try KeptMap.find(job, kept, of: opened, limits: limits, beat: beat)
        }
        let chain = try Chain(job.recipe, classifiers: objectClassifiers, earlier: job.earlier, from: map?.kind)
        let given = try labels.map { (labels) throws(Failure) in
            let name = job.labelsName ?? "the label image"
            return try GivenLabels(
                descriptor: labels,
                name: name,
                of: opened.reader.layout.shape,
                taking: job.recipe.positions,
                limits: limits
            )
        }
        let isOnHost = engine.deviceKind == "host"
        let need = MemoryNeed(
            opened,
            classifier: classifier,
            recipe: job.recipe,
            request: chain.request,
            isOnHost: isOnHost
        )
        let strips = try strips(of: opened, needing: need, job, isOnHost: isOnHost)
        begin(opened.reader.layout)
        let imageDigest = DigestBeside(of: sources.map { (file: $0.fileDescriptor, name: $0.name) })
        let labelsDigest = labels.map { DigestBeside(of: [(file: $0, name: job.labelsName ?? "the label image")]) }
        let written =
            if let strips {
                try write(opened, by: strips, job, outputs, &watch, beat: beat)
            } else {
                try write(opened, given, map, chain, job, outputs, &watch, beat: beat)
            }
        let digests = try watch.time(.read) { () throws(Failure) in try imageDigest.values(beat: beat) }
        var report = JobReport(
            layout: opened.reader.layout,
            imageSHA256: digests[0],
            labelsSHA256: try labelsDigest?.values(beat: beat)[0],
            objectsAfterSteps: written.objectsAfterSteps,
            planes: written.planes,
            outputs: written.outputs,
            timings: watch.timings,
            warnings: opened.warnings + opened.reader.lateWarnings + deviations(opened) + written.notes,
            engine: EngineReport(engine),
            quality: written.quality
        )
        if strips == nil { report.startedFrom = map?.kind }
        if !members.isEmpty { report.membersSHA256 = Array(digests.dropFirst()) }
        return report
    }

    /// What was written, and is told of it.
    struct Written {
        var planes: [PlaneCounts] = []
        var objectsAfterSteps: [Int?] = []
        var outputs: [JobReport.Output] = []
        var notes: [String] = []
        var quality: ImageQuality?
    }

    /// Takes every plane, or volume, through the chain and into the outputs.
    private func write(
        _ opened: ClassifierImage,
        _ given: GivenLabels?,
        _ map: KeptMap?,
        _ chain: Chain,
        _ job: SegmentationJob,
        _ descriptors: [Int32],
        _ watch: inout StageWatch,
        beat: () -> Void
    ) throws(Failure) -> Written {
        let setting = OutputSetting(
            job: job,
            layout: opened.reader.layout,
            pixelClasses: classifier.map { PixelClasses($0, recipe: job.recipe) },
            features: classifier.map(FeatureChannel.all) ?? [],
            isVolume: opened.isVolume
        )
        var outputs = try Outputs(setting, descriptors: descriptors)
        var written = Written()
        var meter = QualityMeter(spans: classifier.map(IntensitySpan.spans) ?? [])
        var doubt = doubtMeter(job)
        for place in opened.places {
            let channels = try watch.time(.read) { () throws(Failure) in
                try opened.read(place, progress: beat)
            }
            let labels = try watch.time(.read) { () throws(Failure) in
                try given?.read(place, size: opened.size, beat: beat)
            }
            let steps = StepSetting(
                engine: engine,
                pixelSize: opened.reader.layout.pixelSize,
                givenLabels: labels
            )
            meter.add(channels, size: opened.size)
            let plane = try watch.time(.compute) { () throws(Failure) in
                var plane = try segment(channels, of: opened, at: place, map, chain: chain, beat: beat)
                doubt?.add(plane.segmentation.sampledFeatures)
                plane.features = try features(of: channels, size: opened.size, for: job, beat: beat)
                try chain.run(on: &plane, in: steps, counts: &written.objectsAfterSteps, beat: beat)
                return plane
            }
            if job.recipe.labelType == .uint16, plane.segmentation.labels?.count ?? 0 > Int(UInt16.max) {
                throw .tooManyObjects(job.imageName)
            }
            beat()
            try watch.time(.write) { () throws(Failure) in try outputs.append(plane, beat: beat) }
            written.notes += plane.segmentation.notes.filter { !written.notes.contains($0) }
            written.planes.append(PlaneCounts(plane))
        }
        beat()
        written.quality = meter.quality
        written.quality?.doubt = doubt?.doubt
        written.outputs = try watch.time(.write) { () throws(Failure) in try outputs.finish(beat: beat) }
        return written
    }

    private func segment(
        _ channels: [PixelValues],
        of opened: ClassifierImage,
        at place: ClassifierImage.Place,
        _ map: KeptMap?,
        chain: Chain,
        beat: () -> Void
    ) throws(Failure) -> SegmentedPlane {
        var segmentation = SegmentationResult.none
        let size = opened.size
        if let map {
            segmentation = try map.segmentation(at: place, size: size, classifier, chain.request, beat: beat)
        } else if let classifier, var request = chain.request, !request.products.isEmpty {
            request.sample = PixelSample(of: size)
            request.stageMaximum = opened.reader.layout.stageMaximum
            do {
                segmentation = try engine.segment(
                    channels: channels,
                    size: size,
                    classifier: classifier,
                    request: request,
                    progress: beat
                )
            } catch { throw Failure(segmentation: error) }
        }
        return SegmentedPlane(
            position: place.position,
            frame: place.frame,
            slice: place.slice,
            size: size,
            channels: channels,
            segmentation: segmentation
        )
    }

    /// What measures the doubt of the classifier of the pixels.
    func doubtMeter(_ job: SegmentationJob) -> DoubtMeter? {
        classifier.map { DoubtMeter($0, foreground: job.recipe.foreground, ranges: ranges) }
    }

    /// Which features are another operator than APOC's; those that differ in the last bits are left to `inspect`.
    private func deviations(_ image: ClassifierImage) -> [String] {
        guard image.isVolume, let classifier else { return [] }
        return classifier.plan.deviations(onDimensions: 3, where: \.isAnotherOperator)
    }
}
