package import Classifiers
import Features
import Forests
package import Imaging
package import Segmentation
import TIFFFiles
package import WorkerProtocol

/// One image end to end inside the worker: read plane by plane, take through the chain of the recipe, write.
package struct ImagePipeline {
    private let engine: SegmentationEngine
    private let classifier: Classifier
    private let memory: Int?

    /// A pipeline of `classifier` on `engine`, which refuses images that need more than `memory` bytes.
    package init(engine: SegmentationEngine, classifier: Classifier, memory: Int? = nil) {
        self.engine = engine
        self.classifier = classifier
        self.memory = memory
    }

    /// Fills the outputs of one job.
    ///
    /// - Parameters:
    ///   - image: open for reading; `outputs`: open for reading and writing, one for each output of the recipe.
    ///   - begin: told the layout of the image once it is known.
    ///   - beat: called at least once a strip.
    package func run(
        _ job: SegmentationJob,
        image: Int32,
        outputs: [Int32],
        begin: (ImageLayout) -> Void = { _ in },
        beat: () -> Void
    ) throws(Failure) -> JobReport {
        var watch = StageWatch()
        let opened = try watch.time(.read) { () throws(Failure) in
            try ClassifierImage(descriptor: image, name: job.imageName, axes: job.recipe.axes, classifier: classifier)
        }
        if job.mustBeWhole { try opened.checkWhole(name: job.imageName) }
        let chain = Chain(job.recipe)
        let isOnHost = engine.deviceKind == "host"
        try MemoryNeed(opened, classifier: classifier, request: chain.request, isOnHost: isOnHost)
            .check(job.imageName, most: memory)
        begin(opened.reader.layout)
        // Whether labels need 32 bits is known only from the labels themselves; it is rare, so then all is done again.
        for labelType in [PixelType.uint16, .uint32] {
            let written = try write(opened, chain, as: labelType, job, outputs, &watch, beat: beat)
            guard let written else { continue }
            let digest = try watch.time(.read) { () throws(Failure) in
                try ImageDigest.sha256(of: image, name: job.imageName, beat: beat)
            }
            return JobReport(
                layout: opened.reader.layout,
                imageSHA256: digest,
                planes: written.planes,
                outputs: written.outputs,
                timings: watch.timings,
                warnings: opened.warnings + deviations(opened) + written.notes,
                engine: EngineReport(engine)
            )
        }
        throw .internalFault("32-bit labels overflowed")
    }

    private struct Written {
        var planes: [PlaneCounts] = []
        var outputs: [JobReport.Output] = []
        var notes: [String] = []
    }

    /// Takes every plane, or volume, through the chain and into the outputs; nil where one has too many objects for
    /// `labelType`.
    private func write(
        _ opened: ClassifierImage,
        _ chain: Chain,
        as labelType: PixelType,
        _ job: SegmentationJob,
        _ descriptors: [Int32],
        _ watch: inout StageWatch,
        beat: () -> Void
    ) throws(Failure) -> Written? {
        let setting = OutputSetting(
            job: job,
            layout: opened.reader.layout,
            probabilityCount: classifier.probabilityCount,
            labelType: labelType,
            isVolume: opened.isVolume
        )
        var outputs = try Outputs(setting, descriptors: descriptors)
        var written = Written()
        for place in opened.places {
            let channels = try watch.time(.read) { () throws(Failure) in
                try opened.read(place, progress: beat)
            }
            let plane = try watch.time(.compute) { () throws(Failure) in
                try segment(channels, at: place, size: opened.size, chain: chain, beat: beat)
            }
            if labelType == .uint16, let labels = plane.segmentation.labels, labels.count > Int(UInt16.max) {
                return nil
            }
            beat()
            try watch.time(.write) { () throws(Failure) in try outputs.append(plane, beat: beat) }
            written.notes += plane.segmentation.notes.filter { !written.notes.contains($0) }
            written.planes.append(PlaneCounts(plane))
        }
        beat()
        written.outputs = try watch.time(.write) { () throws(Failure) in try outputs.finish(beat: beat) }
        return written
    }

    private func segment(
        _ channels: [PixelValues],
        at place: ClassifierImage.Place,
        size: ImageSize,
        chain: Chain,
        beat: () -> Void
    ) throws(Failure) -> SegmentedPlane {
        let segmentation: SegmentationResult
        do {
            segmentation = try engine.segment(
                channels: channels,
                size: size,
                classifier: classifier,
                request: chain.request,
                progress: beat
            )
        } catch { throw Failure(segmentation: error) }
        var plane = SegmentedPlane(
            frame: place.frame,
            slice: place.slice,
            size: size,
            channels: channels,
            segmentation: segmentation
        )
        for step in chain.steps { try step.run(on: &plane, engine: engine) }
        return plane
    }

    /// Which features are another operator than APOC's; those that differ in the last bits are left to `inspect`.
    private func deviations(_ image: ClassifierImage) -> [String] {
        guard image.isVolume else { return [] }
        return classifier.plan.deviations(onDimensions: 3, where: \.isAnotherOperator)
    }
}
