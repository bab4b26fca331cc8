import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The memory that an image takes while it is worked on, estimated from its layout before a pixel is read.
///
/// A plane, or a volume, is there as a whole: its pixels, and everything that is made of it. Other planes come after it.
struct MemoryNeed {
    /// The runtime, its compiled kernels, the strip at work and what the allocator keeps.
    static let base = 200 << 20

    /// Bytes in all.
    let bytes: Int
    /// What the image is, for messages.
    let words: String

    /// What `image` takes for what `request` asks for, on a device or on the host.
    init(
        _ image: ClassifierImage,
        classifier: Classifier?,
        recipe: Recipe,
        request: SegmentationRequest?,
        isOnHost: Bool
    ) {
        let (layout, size) = (image.reader.layout, image.size)
        let (pixels, channels) = (size.pixelCount, layout.shape.channels)
        let page = layout.shape.size.pixelCount * layout.pixelType.byteCount
        var bytes = Self.base + channels * pixels * layout.pixelType.byteCount
        // A page is decoded beside them, and a volume grows page by page.
        bytes += page + (image.isVolume ? pixels * layout.pixelType.byteCount : 0)
        var products = request?.products ?? []
        for step in recipe.steps where request == nil || !step.needs.isDisjoint(with: [.labels, .classMap]) {
            products.formUnion(step.gives)
        }
        // The classes of a class map are looked through in a copy.
        for case .connectEachClass in recipe.steps { bytes += 5 * pixels }
        if products.contains(.classMap) { bytes += pixels }
        if products.contains(.probabilities) { bytes += 4 * pixels * (classifier?.probabilityCount ?? 0) }
        if !products.isDisjoint(with: [.mask, .labels]) { bytes += pixels / 4 }
        if products.contains(.labels) { bytes += 4 * pixels }
        // What comes after the labels: another label image beside them, and the distances of the watershed.
        let objectSteps = recipe.steps.filter { $0.needs.contains(.labels) }
        if !objectSteps.isEmpty { bytes += 8 * pixels }
        if objectSteps.contains(where: { if case .splitTouching = $0 { true } else { false } }) { bytes += 40 * pixels }
        bytes += Self.outputs(recipe.outputs, image, pixels: pixels, channels: channels)
        // The lowest strips: of every feature the rows at work, and those that others still read.
        if let classifier {
            bytes += Self.features(classifier.plan, size, channels: channels, isOnHost: isOnHost)
            bytes += Self.samples(classifier, size)
        }
        self.bytes = bytes
        words =
            "\(layout.shape.size)\(size.depth > 1 ? " × \(size.depth)" : "") pixels, \(channels) channel(s), "
            + "\(layout.pixelType.rawValue)"
    }

    /// What outputs keep while an image is written: runs of labels, a projection, outlines of a slice.
    private static func outputs(_ kinds: [OutputKind], _ image: ClassifierImage, pixels: Int, channels: Int) -> Int {
        let layout = image.reader.layout
        let plane = layout.shape.size.pixelCount
        var bytes = 0
        // Runs are a few pixels long, and each of the sums of a channel has a place an object.
        if kinds.contains(.objects) { bytes += 8 * pixels }
        if kinds.contains(.overlay) { bytes += plane * (4 + channels * layout.pixelType.byteCount) + (30 << 20) }
        if kinds.contains(.uncertainty) { bytes += 12 * plane * (image.isVolume ? layout.shape.slices : 1) }
        if !Set(kinds).isDisjoint(with: [.polygons, .rois, .coco]) { bytes += 4 * plane }
        return bytes
    }

    /// Bytes of the features of the lowest strips of an image of `size`.
    static func features(_ plan: FeaturePlan, _ size: ImageSize, channels: Int, isOnHost: Bool) -> Int {
        let low = isOnHost ? 64 : 8
        let rows = plan.halos.reduce(low * plan.outputs.count) { rows, halo in
            rows + (plan.needsWholeImage ? size.height : min(low + 2 * halo, size.height))
        }
        return 4 * rows * size.width * size.depth * channels
    }

    /// Bytes of the features by which doubt is measured, beside those on the device.
    static func samples(_ classifier: Classifier, _ size: ImageSize) -> Int {
        2 * 4 * classifier.forest.featureCount * PixelSample(of: size).pixelCount(width: size.width)
    }

    /// The failure of an image that needs more than `most` bytes; `reason` says why it does not go by strips of rows.
    func failure(_ name: String, most: Int, reason: String? = nil, remedy: String = "crop the image") -> Failure {
        Failure(
            kind: "image_too_large",
            message: "\(name) (\(words)) needs about \(Self.gigabytes(bytes)) GB of memory, "
                + "the worker may use \(Self.gigabytes(most)) GB" + (reason.map { "; \($0)" } ?? ""),
            remedy: remedy + ", or segment it on a computer with more memory; "
                + "with `workers = 1` in [device] a single worker has the share of all"
        )
    }

    /// Bytes in gigabytes, rounded up to tenths.
    static func gigabytes(_ bytes: Int) -> String {
        let tenths = (Double(bytes) / 1e8).rounded(.up)
        return "\(tenths / 10)"
    }
}
