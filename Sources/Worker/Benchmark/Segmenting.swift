import Classifiers
import Forests
import Imaging
import Segmentation
import WorkerProtocol

/// What a benchmark repeats: pixels in memory to class map, mask and label image in memory.
struct Segmenting {
    let engine: SegmentationEngine
    let classifier: Classifier
    let channels: [PixelValues]
    let size: ImageSize

    /// Bytes of all channels.
    var imageBytes: Int { channels.reduce(0) { $0 + $1.count * $1.pixelType.byteCount } }

    /// Segments the image once.
    func run(beat: () -> Void) throws(Failure) -> SegmentationResult {
        do {
            return try engine.segment(
                channels: channels,
                size: size,
                classifier: classifier,
                request: Self.request(classifier),
                progress: beat
            )
        } catch { throw Failure(segmentation: error) }
    }

    /// The same with an image of another size, a little smaller.
    func smaller() -> Segmenting {
        let other = ImageSize(width: max(1, size.width - 13), height: max(1, size.height - 5), depth: size.depth)
        let pixels = channels.map { $0[0..<other.pixelCount] }
        return Segmenting(engine: engine, classifier: classifier, channels: pixels, size: other)
    }

    /// The classifier's own foreground; class 2 where its file names none, and half of the probability.
    static func foreground(_ classifier: Classifier) -> Foreground {
        classifier.kind == .probabilityMapper
            ? .threshold(0.5) : .positiveClass(classifier.positiveClass ?? min(2, classifier.forest.classCount))
    }

    private static func request(_ classifier: Classifier) -> SegmentationRequest {
        switch foreground(classifier) {
        case .threshold(let threshold):
            SegmentationRequest(threshold: threshold, products: [.mask, .labels])
        case .positiveClass(let number):
            SegmentationRequest(positiveClass: number, products: [.classMap, .mask, .labels])
        }
    }
}
