import Imaging
import TIFFFiles
import WorkerProtocol

/// What somebody annotated of an image, plane by plane: classes, read as training reads them, or objects.
struct TruthImage {
    /// More classes no forest has.
    static let mostClasses: Int32 = 255

    private enum Source {
        case classes(AnnotationFile)
        case objects(GivenLabels)
    }

    private let source: Source
    private let name: String
    /// Whether annotated numbers are classes themselves.
    private let areClasses: Bool

    /// Opens the annotation of the image `opened`.
    ///
    /// - Throws: a `Failure` where it cannot be read, or is no label image of that image.
    init(
        _ file: ValidationFiles.Image,
        of opened: ClassifierImage,
        _ job: ValidationJob,
        limits: TIFFLimits
    ) throws(Failure) {
        (name, areClasses) = (file.names.annotation, job.classes == nil)
        switch job.truth {
        case .classes:
            let image = file.names.image
            source = .classes(
                try AnnotationFile(file.annotation, name: name, of: opened, called: image, limits: limits)
            )
        case .objects:
            source = .objects(
                try GivenLabels(
                    descriptor: file.annotation,
                    name: name,
                    of: opened.reader.layout.shape,
                    taking: job.axes.positions,
                    limits: limits
                )
            )
        }
    }

    /// The classes, or objects, of the plane at `place`, or of the volume that begins there; 0 is not annotated, or background.
    ///
    /// - Parameter number: the class that an annotated number means.
    /// - Throws: where numbers are no labels, or too large for classes.
    func read(
        _ place: ClassifierImage.Place,
        size: ImageSize,
        beat: () -> Void,
        as number: (UInt32) -> UInt32 = { $0 }
    ) throws(Failure) -> LabelImage {
        switch source {
        case .objects(let labels): return try labels.read(place, size: size, beat: beat)
        case .classes(let annotation):
            // Nothing beside the plane itself: annotations may be dense.
            var labels = [UInt32](repeating: 0, count: size.pixelCount)
            var largest: Int32 = 0
            try annotation.read(place, depth: size.depth, beat: beat) { place, value in
                largest = max(largest, value)
                labels[place] = number(UInt32(value))
            }
            guard !areClasses || largest <= Self.mostClasses else {
                throw Failure(
                    kind: "annotation_invalid",
                    message: "\(name) holds class \(largest); a classifier has \(Self.mostClasses) classes at most",
                    remedy: "if these are objects, say so with --truth objects; else annotate classes from 1"
                )
            }
            return LabelImage(size: size, labels: labels, count: Int(labels.max() ?? 0))
        }
    }
}

extension Failure {
    /// No annotation holds anything.
    static func nothingAnnotated(_ job: ValidationJob) -> Failure {
        let files = job.images.count == 1 ? job.images[0].annotation : "all \(job.images.count) annotations"
        return Failure(
            kind: "annotation_empty",
            message: "\(files): nothing is annotated; every pixel is 0",
            remedy: job.truth == .classes
                ? "annotate some pixels of each class: 1, 2, …"
                : "outline some objects: 1, 2, …, with 0 for the background"
        )
    }
}
