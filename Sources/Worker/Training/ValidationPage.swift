import Glibc
import Imaging
import Pictures
import TIFFFiles
import Validation
import WorkerProtocol

/// The page of pictures of one image: of its planes the one where most is annotated, the first of equals.
struct ValidationPage {
    /// A plane that may be shown.
    private struct Plane {
        let place: ClassifierImage.Place
        let scene: ValidationScene
        let annotated: Int
    }

    private let name: String
    private let image: ClassifierImage
    private let truth: ValidationJob.Truth
    private let classCount: Int
    private var shown: Plane?

    /// A page of `image` that shows nothing yet.
    init(_ name: String, _ image: ClassifierImage, _ truth: ValidationJob.Truth, _ classCount: Int) {
        (self.name, self.image, self.truth, self.classCount) = (name, image, truth, classCount)
    }

    /// Shows a plane of classes, or a slice of a volume, if it has more annotated than those before.
    mutating func offer(
        _ channels: [PixelValues],
        at place: ClassifierImage.Place,
        truth: LabelImage,
        classes: ClassMap
    ) {
        offer(channels, at: place, truth: truth, content: .classes(count: classCount)) { range in
            classes.classes[range].map { UInt32($0) }
        }
    }

    /// The same for objects, whose overlaps are known.
    mutating func offer(
        _ channels: [PixelValues],
        at place: ClassifierImage.Place,
        truth: LabelImage,
        objects: LabelImage,
        _ overlaps: OverlapTable
    ) {
        let pairs = overlaps.matched(twentieths: 10).map { ($0.truth, $0.result) }
        let matched = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        offer(channels, at: place, truth: truth, content: .objects(matched: matched)) { range in
            Array(objects.labels[range])
        }
    }

    private mutating func offer(
        _ channels: [PixelValues],
        at place: ClassifierImage.Place,
        truth: LabelImage,
        content: ValidationScene.Content,
        result: (Range<Int>) -> [UInt32]
    ) {
        let plane = truth.size.width * truth.size.height
        let slices = (0..<truth.size.depth).map { $0 * plane..<($0 + 1) * plane }
        let counts = slices.map { range in truth.labels[range].count { $0 != 0 } }
        guard let most = counts.max(), let slice = counts.firstIndex(of: most), most > shown?.annotated ?? -1 else {
            return
        }
        let range = slices[slice]
        var place = place
        place.slice += slice
        let scene = ValidationScene(
            size: ImageSize(width: truth.size.width, height: truth.size.height),
            channels: truth.size.is3D ? channels.map { $0[range] } : channels,
            truth: Array(truth.labels[range]),
            result: result(range),
            content: content
        )
        shown = Plane(place: place, scene: scene, annotated: most)
    }

    /// Writes the page as a PNG with our mark; nothing where there was no plane to show.
    func write(to descriptor: Int32, _ report: ValidationReport) throws(Failure) {
        guard let shown else { return }
        let picture = ValidationPicture(shown.scene, facts: facts(shown.place), figures: figures(report))
        let bytes: [UInt8]
        do throws(PNGFile.Problem) {
            bytes = try PNGFile.encode(picture.canvas, software: "\(SoftwareTag.program) \(Version.current)")
        } catch { throw .internalFault("the page of \(name) cannot be encoded: \(error)") }
        guard WholeFile.write(bytes, to: descriptor) else {
            throw Failure(
                kind: "output_unwritable",
                message: "writing the page of \(name) failed: \(String(cString: strerror(errno)))",
                remedy: "check the free space of the folder of pages",
                isTransient: true
            )
        }
    }

    private func facts(_ place: ClassifierImage.Place) -> OverlayFacts {
        let layout = image.reader.layout
        var facts = OverlayFacts(
            imageName: name,
            pixelSize: layout.pixelSize,
            channelNames: layout.channelNames ?? [],
            isPhotograph: layout.shape.channels == 3 && layout.pixelType == .uint8,
            frame: place.frame,
            frameCount: layout.shape.frames,
            position: layout.shape.positions > 1 ? "\(place.position + 1) of \(layout.shape.positions)" : nil,
            positionCount: layout.shape.positions
        )
        (facts.slice, facts.sliceCount) = (place.slice, layout.shape.slices)
        return facts
    }

    /// The figures of all planes of the image, in lines.
    private func figures(_ report: ValidationReport) -> [String] {
        func share(_ value: Double?) -> String { ValidationReport.share(value) }
        var lines = [report.headline]
        if let objects = report.objects {
            lines.append(
                "mean average precision \(share(objects.meanAveragePrecision)); \(objects.overSegmented) split, "
                    + "\(objects.underSegmented) merged"
            )
        }
        // More than these make a page of text.
        lines += report.classes.prefix(12).map {
            "class \($0.number): precision \(share($0.precision)), recall \(share($0.recall)), F1 \(share($0.f1)), "
                + "IoU \(share($0.iou))"
        }
        return lines
    }
}
