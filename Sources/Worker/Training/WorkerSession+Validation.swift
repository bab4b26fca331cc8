import Classifiers
import WorkerProtocol

extension WorkerSession {
    /// Compares a classifier's results with annotations; the descriptors are those that `job` says.
    func validate(_ job: ValidationJob, _ descriptors: [Int32], beat: () -> Void) throws(Failure) -> ValidationReport {
        let engine = try runningEngine()
        let content = try ClassifierContent(reading: descriptors[0], name: job.classifier)
        let files = ValidationFiles(job, descriptors)
        switch try content.classifier() {
        case .pixels(let classifier):
            let validation = try PixelValidation(job, classifier, engine: engine, memory: memory)
            return try validation.report(files, beat: beat)
        case .objects(let classifier):
            return try ObjectValidation(job, classifier).report(files, beat: beat)
        }
    }
}

/// The open files of a validation, image by image.
struct ValidationFiles {
    /// Those of one image.
    struct Image {
        let names: AnnotatedImage
        let image: Int32
        let annotation: Int32
        /// The label image whose objects are annotated; nil where pixels are.
        let labels: Int32?
        /// Where its page of pictures is written; nil where none is wanted.
        let page: Int32?
    }

    let images: [Image]

    /// The files among the descriptors of `job`.
    ///
    /// - Precondition: there are as many as it says.
    init(_ job: ValidationJob, _ descriptors: [Int32]) {
        var rest = descriptors.dropFirst()[...]
        let pages = job.drawsPages ? Array(descriptors.suffix(job.images.count)) : []
        images = job.images.enumerated().map { index, names in
            let own = Array(rest.prefix(names.descriptorCount))
            rest = rest.dropFirst(names.descriptorCount)
            return Image(
                names: names,
                image: own[0],
                annotation: own[1],
                labels: own.count > 2 ? own[2] : nil,
                page: pages.isEmpty ? nil : pages[index]
            )
        }
    }
}
