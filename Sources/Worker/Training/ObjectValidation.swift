import Classifiers
import Forests
import Imaging
import Measurement
import TIFFFiles
import Validation
import WorkerProtocol

/// A classifier of objects against annotated objects: the class of each, by the annotation that lies on it.
///
/// As in APOC's training the class of an object is the largest annotation on its pixels; objects without any do not count.
struct ObjectValidation {
    private let job: ValidationJob
    private let classifier: ObjectClassifier
    private let limits: TIFFLimits

    /// A validation of `classifier`.
    ///
    /// - Throws: where it classifies no objects of label images, or labels or classes are not what is given.
    init(_ job: ValidationJob, _ classifier: ObjectClassifier) throws(Failure) {
        guard classifier.kind == .objectClassifier || classifier.kind == .objectSelector else {
            throw Failure(
                kind: "classifier_refused",
                message: "\(job.classifier) is a \(classifier.kind.rawValue), which is not validated",
                remedy: "validate a classifier of pixels, an ObjectClassifier or an ObjectSelector"
            )
        }
        guard job.truth == .classes else {
            throw Failure(
                kind: "classifier_refused",
                message:
                    "\(job.classifier) is a \(classifier.kind.rawValue): it finds no objects, it gives them classes",
                remedy: "leave out --truth objects, and annotate classes of objects"
            )
        }
        guard job.images.allSatisfy({ $0.labels != nil }) else {
            throw Failure(
                kind: "labels_missing",
                message: "\(job.classifier) is a \(classifier.kind.rawValue): it needs the objects of each image",
                remedy: "name the folder of their label images with --labels"
            )
        }
        (self.job, self.classifier, limits) = (job, classifier, TIFFLimits(job.limits))
    }

    /// The report on all images.
    func report(_ files: ValidationFiles, beat: () -> Void) throws(Failure) -> ValidationReport {
        var images: [(name: String, scores: SampleScores)] = []
        var warnings: [String] = []
        var numbers = try AnnotatedClasses(job, classCount: classifier.forest.classCount)
        for file in files.images {
            let (scores, own) = try judge(file, &numbers, beat: beat)
            images.append((file.names.image, scores))
            warnings += own
        }
        guard images.contains(where: { $0.scores.count > 0 }) else { throw .nothingAnnotated(job) }
        var report = ValidationReport(
            basis: "\(job.classifier) on the annotated objects of "
                + (images.count == 1 ? "1 image" : "\(images.count) images") + numbers.words,
            classCount: classifier.forest.classCount,
            images: images,
            unlearnt: numbers.unlearnt
        )
        report.warnings = warnings + report.warnings + [numbers.warning].compactMap(\.self)
        if job.drawsPages { report.warnings.append("no pages of pictures are drawn of classes of objects") }
        return report
    }

    private func judge(
        _ file: ValidationFiles.Image,
        _ numbers: inout AnnotatedClasses,
        beat: () -> Void
    ) throws(Failure) -> (SampleScores, [String]) {
        let name = file.names.image
        let opened = try ClassifierImage(
            sources: [TIFFSource(fileDescriptor: file.image, name: name)],
            axes: job.axes,
            classifier: nil,
            limits: limits
        )
        let truth = try TruthImage(file, of: opened, job, limits: limits)
        guard let descriptor = file.labels, let labelsName = file.names.labels else {
            throw .internalFault("no labels of \(name)")
        }
        let given = try GivenLabels(
            descriptor: descriptor,
            name: labelsName,
            of: opened.reader.layout.shape,
            taking: job.axes.positions,
            limits: limits
        )
        var scores = SampleScores(classCount: classifier.forest.classCount)
        var unmeasured = 0
        for place in opened.places {
            beat()
            let annotated = try truth.read(place, size: opened.size, beat: beat)
            let labels = try given.read(place, size: opened.size, beat: beat)
            // As training does it: first the largest number, then its class.
            let classes = Self.classes(of: labels, annotated).map { Int(numbers.number(of: UInt32($0))) }
            guard classes.contains(where: { $0 > 0 }) else { continue }
            // APOC measures in the first channel.
            let pixels = try opened.read(place, progress: beat).first
            beat()
            let columns: [[Float]]
            do throws(ObjectMeasurementError) {
                columns = try classifier.features(of: labels, intensity: pixels, background: false)
            } catch { throw Failure(measuring: error) }
            let known = classes.indices.filter { classes[$0] > 0 && $0 < (columns.first?.count ?? 0) }
            let measured = known.filter { label in !columns.contains { $0[label].isNaN } }
            unmeasured += classes.count { $0 > 0 } - measured.count
            scores.add(
                SampleScores(
                    forest: classifier.forest,
                    columns: columns.map { column in measured.map { column[$0] } },
                    truth: measured.map { classes[$0] },
                    beat: beat
                )
            )
        }
        var warnings = opened.warnings.map { "\(name): \($0)" }
        if unmeasured > 0 {
            warnings.append("\(name): \(unmeasured) annotated objects have features that are no numbers; left out")
        }
        return (scores, warnings)
    }

    /// The largest annotation on the pixels of each object, by label; 0 for none, and for the background.
    private static func classes(of labels: LabelImage, _ annotated: LabelImage) -> [Int] {
        var classes = [Int](repeating: 0, count: labels.count + 1)
        for (label, annotation) in zip(labels.labels, annotated.labels) where label != 0 {
            classes[Int(label)] = max(classes[Int(label)], Int(annotation))
        }
        return classes
    }
}
