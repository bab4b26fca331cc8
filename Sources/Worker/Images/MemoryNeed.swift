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
        // Smoothed maps of one class or two and their sum, the pixels above, and the parts that are cores.
        for case .thresholdProbabilities(let threshold) in recipe.steps {
            products.formUnion([.probabilities, .mask, .labels])
            bytes += pixels * (threshold.core == nil ? 17 : threshold.classes.count > 1 ? 29 : 21)
            // Parts that grow: what each pixel costs, the result, and the pixels in the heap.
            if threshold.core?.merges == false { bytes += 12 * pixels }
        }
        if products.contains(.classMap) { bytes += pixels }
        if products.contains(.probabilities) { bytes += 4 * pixels * (classifier?.probabilityCount ?? 0) }
        if !products.isDisjoint(with: [.mask, .labels]) { bytes += pixels / 4 }
        if products.contains(.labels) { bytes += 4 * pixels }
        // What comes after the labels: another label image beside them, and the distances of the watershed.
        let objectSteps = recipe.steps.filter { $0.needs.contains(.labels) }
        if !objectSteps.isEmpty { bytes += 8 * pixels }
        if objectSteps.contains(where: { if case .splitTouching = $0 { true } else { false } }) { bytes += 40 * pixels }
        bytes += Self.outputs(recipe.outputs, image, pixels: pixels, channels: channels)
        if recipe.outputs.contains(.features), let plan = classifier?.plan {
            bytes += 4 * pixels * channels * plan.outputs.count
            // The host holds whole planes, and its device strips: what lies between, the pixels and two more.
            if isOnHost { bytes += 4 * pixels * (plan.mostHeld - plan.outputs.count + 3) }
        }
        // The lowest strips: of every feature the rows at work, and those that others still read.
        if let classifier {
            bytes += Self.features(classifier, size, layout, isOnHost: isOnHost)
            bytes += Self.stages(classifier, layout.pixelType) * pixels
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

    /// Bytes of the features of the lowest strips of an image of `size`, of the stage that needs the most.
    ///
    /// - Parameter isOnHost: whether there is no device. With one, averaged forests may still be the host's work, which only
    ///   the pixels tell.
    static func features(_ classifier: Classifier, _ size: ImageSize, _ layout: ImageLayout, isOnHost: Bool) -> Int {
        var given = 0
        return classifier.stages.map { stage in
            defer { given = stage.forest.classCount }
            let channels = layout.shape.channels + given
            let need = features(stage.plan, size, channels: channels, isOnHost: isOnHost)
            guard stage.forest.isAveraged, layout.mayHoldExtremes else { return need }
            return max(need, features(stage.plan, size, channels: channels, isOnHost: true))
        }.max() ?? 0
    }

    /// Bytes of a pixel's probabilities of earlier stages, as they are computed and as channels of `type`.
    static func stages(_ classifier: Classifier, _ type: PixelType) -> Int {
        classifier.earlierStages.map { $0.probabilityCount * (4 + type.byteCount) }.max() ?? 0
    }

    /// Bytes of the features of the lowest strips of an image of `size`.
    static func features(_ plan: FeaturePlan, _ size: ImageSize, channels: Int, isOnHost: Bool) -> Int {
        let low = isOnHost ? 64 : 8
        if plan.border == .mirrored {
            let rows =
                isOnHost
                ? plan.mostHeld * min(max(low, plan.halo) + 2 * plan.halo, size.height)
                : plan.demands.reduce(low * plan.outputs.count) { $0 + min(low + 2 * $1, size.height) }
            return 4 * rows * size.width * size.depth * channels
        }
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
