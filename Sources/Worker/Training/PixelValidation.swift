import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import TIFFFiles
import Validation
import WorkerProtocol

/// A classifier of pixels against annotations, or against objects that somebody outlined.
///
/// One plane, or volume, is in memory at a time. Its results are those of the engine, as `run` writes them.
struct PixelValidation {
    private let job: ValidationJob
    private let classifier: Classifier
    /// What the engine is asked for; classes are those of the forest, whatever the classifier makes of them.
    private let asked: Classifier
    private let request: SegmentationRequest
    private let engine: SegmentationEngine
    private let memory: Int?
    private let limits: TIFFLimits

    /// A validation of `classifier`.
    ///
    /// - Throws: where nothing says which pixels are objects.
    init(
        _ job: ValidationJob,
        _ classifier: Classifier,
        engine: SegmentationEngine,
        memory: Int?
    ) throws(Failure) {
        (self.job, self.classifier, self.engine, self.memory) = (job, classifier, engine, memory)
        limits = TIFFLimits(job.limits)
        switch job.truth {
        case .classes:
            request = SegmentationRequest(products: [.classMap, .probabilities])
            do throws(ClassifierError) {
                asked = try Classifier(
                    kind: .pixelClassifier,
                    plan: classifier.plan,
                    forest: classifier.forest,
                    dimensions: classifier.dimensions,
                    earlierStages: classifier.earlierStages
                )
            } catch { throw Failure(classifier: error) }
        case .objects:
            asked = classifier
            request = SegmentationRequest(
                positiveClass: job.positiveClass,
                threshold: job.threshold.map { Float($0) },
                products: [.labels]
            )
            if let problem = Self.problem(job, classifier) {
                throw Failure(
                    kind: "no_objects",
                    message: "\(job.classifier) \(problem.message)",
                    remedy: problem.remedy
                )
            }
        }
    }

    /// Why it is not known which pixels are objects, and what to do.
    private static func problem(
        _ job: ValidationJob,
        _ classifier: Classifier
    ) -> (message: String, remedy: String)? {
        guard classifier.kind != .probabilityMapper else {
            if job.positiveClass != nil {
                return ("gives the probability of one class", "leave out --positive-class, and give --threshold")
            }
            return job.threshold == nil
                ? ("makes no objects by itself, it gives probabilities", "say from which on with --threshold") : nil
        }
        if job.threshold != nil { return ("gives classes", "leave out --threshold, which is for a ProbabilityMapper") }
        let classes = classifier.forest.classCount
        if let asked = job.positiveClass, asked > classes {
            return ("has \(classes) classes, and no class \(asked)", "choose one of them with --positive-class")
        }
        if let own = classifier.positiveClass, let asked = job.positiveClass, asked != own {
            return ("makes objects of class \(own), as its file says", "leave out --positive-class")
        }
        return classifier.foregroundClass(asked: job.positiveClass) == nil
            ? ("makes no objects by itself, it gives classes", "say which one with --positive-class") : nil
    }

    /// What one image came to.
    private struct Outcome {
        var samples: SampleScores
        var objects = ObjectScores()
        /// Pixels that are annotated, or objects of a truth.
        var annotated = 0
        var warnings: [String] = []
    }

    /// The report on all images; a page of each is drawn where the job wants one.
    func report(_ files: ValidationFiles, beat: () -> Void) throws(Failure) -> ValidationReport {
        var outcomes: [Outcome] = []
        var numbers = try AnnotatedClasses(job, classCount: classifier.forest.classCount)
        for file in files.images { outcomes.append(try judge(file, &numbers, beat: beat)) }
        guard outcomes.contains(where: { $0.annotated > 0 }) else { throw .nothingAnnotated(job) }
        let names = job.images.map(\.image)
        let images = names.count == 1 ? "1 image" : "\(names.count) images"
        var report: ValidationReport
        switch job.truth {
        case .classes:
            report = ValidationReport(
                basis: "\(job.classifier) on all that is annotated in \(images)\(numbers.words)",
                classCount: classifier.forest.classCount,
                images: zip(names, outcomes).map { ($0, $1.samples) },
                unlearnt: numbers.unlearnt
            )
            if let warning = numbers.warning { report.warnings.append(warning) }
        case .objects:
            report = ValidationReport(
                basis: "\(job.classifier) against the objects of \(images)",
                objects: zip(names, outcomes).map { ($0, $1.annotated, $1.objects) }
            )
        }
        report.warnings = outcomes.flatMap(\.warnings) + report.warnings
        return report
    }

    private func judge(
        _ file: ValidationFiles.Image,
        _ numbers: inout AnnotatedClasses,
        beat: () -> Void
    ) throws(Failure) -> Outcome {
        let name = file.names.image
        let opened = try ClassifierImage(
            sources: [TIFFSource(fileDescriptor: file.image, name: name)],
            axes: job.axes,
            classifier: classifier,
            limits: limits
        )
        try checkMemory(opened, name: name)
        let truth = try TruthImage(file, of: opened, job, limits: limits)
        var outcome = Outcome(samples: SampleScores(classCount: classifier.forest.classCount))
        var page = file.page.map { _ in ValidationPage(name, opened, job.truth, classifier.forest.classCount) }
        for place in opened.places {
            beat()
            let labels = try truth.read(place, size: opened.size, beat: beat) { numbers.number(of: $0) }
            let annotated = labels.labels.count { $0 != 0 }
            outcome.annotated += annotated
            // Where no class is annotated there is nothing to compare; objects can be found where there should be none.
            if annotated == 0, job.truth == .classes { continue }
            let channels = try opened.read(place, progress: beat)
            let result = try segment(
                channels,
                size: opened.size,
                stageMaximum: opened.reader.layout.stageMaximum,
                beat: beat
            )
            for note in result.notes where !outcome.warnings.contains("\(name): \(note)") {
                outcome.warnings.append("\(name): \(note)")
            }
            switch job.truth {
            case .classes:
                guard let map = result.classMap else { throw .internalFault("no classes to compare") }
                outcome.samples.add(truth: labels, map: map, probabilities: result.probabilities)
                page?.offer(channels, at: place, truth: labels, classes: map)
            case .objects:
                guard let found = result.labels else { throw .internalFault("no objects to compare") }
                let overlaps = OverlapTable(truth: labels, result: found)
                outcome.objects.add(overlaps)
                page?.offer(channels, at: place, truth: labels, objects: found, overlaps)
            }
        }
        beat()
        if outcome.annotated == 0 { outcome.warnings.append("\(file.names.annotation): nothing is annotated") }
        // Those that `run` tells of the same image.
        let own =
            opened.warnings + opened.reader.lateWarnings
            + (opened.isVolume ? classifier.plan.deviations(onDimensions: 3, where: \.isAnotherOperator) : [])
        outcome.warnings = own.map { "\(name): \($0)" } + outcome.warnings
        if let page, let descriptor = file.page {
            try page.write(to: descriptor, ValidationReport(of: outcome.samples, outcome.objects, as: job.truth))
        }
        return outcome
    }

    private func segment(
        _ channels: [PixelValues],
        size: ImageSize,
        stageMaximum: Float?,
        beat: () -> Void
    ) throws(Failure) -> SegmentationResult {
        var request = request
        request.stageMaximum = stageMaximum
        do {
            return try engine.segment(
                channels: channels,
                size: size,
                classifier: asked,
                request: request,
                progress: beat
            )
        } catch { throw Failure(segmentation: error) }
    }

    /// Refuses an image that the worker's memory does not hold, before a pixel is read.
    private func checkMemory(_ image: ClassifierImage, name: String) throws(Failure) {
        guard let memory else { return }
        let recipe = Recipe(steps: [.classifyPixels(classifier: "", foreground: nil)], outputs: [])
        let need = MemoryNeed(
            image,
            classifier: asked,
            recipe: recipe,
            request: request,
            isOnHost: engine.deviceKind == "host"
        )
        // The truth beside it, into which it is read without a copy, and the plane that the page shows.
        let truth = (4 + (job.drawsPages ? 12 : 0)) * image.size.pixelCount
        if need.bytes + truth > memory {
            throw need.failure(name, most: memory, reason: "a validation takes whole planes")
        }
    }
}

extension SampleScores {
    /// Counts the annotated pixels of a plane, or volume; `probabilities` has a plane a class.
    fileprivate mutating func add(truth: LabelImage, map: ClassMap, probabilities: [[Float]]) {
        var own = [Float](repeating: 0, count: probabilities.count)
        for (pixel, label) in truth.labels.enumerated() where label != 0 {
            for index in own.indices { own[index] = probabilities[index][pixel] }
            add(truth: Int(label), result: Int(map.classes[pixel]), probabilities: own)
        }
    }
}
