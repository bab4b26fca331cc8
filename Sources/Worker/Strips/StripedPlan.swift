import Classifiers
import Features
import Imaging
import Measurement
import Segmentation
import TIFFFiles
import WorkerProtocol

/// How an image whose planes do not fit into memory goes by strips of rows.
///
/// What is made of a strip follows from its rows and those around it, as far as features reach. Objects are kept as runs.
struct StripedPlan {
    /// The chain from the pixels on.
    let chain: Chain
    /// Rows of a strip, at most.
    let rows: Int
    /// Rows that are read around a strip.
    let halo: Int
    /// Bytes for the runs of objects, and what is measured of them.
    let objectBytes: Int

    /// More rows make strips no quicker.
    private static let mostStripBytes = 256 << 20
    /// Strips that are compressed, and the parts of a file that is put in order.
    private static let compression = 64 << 20

    /// The plan for `image`, which needs more than `memory` bytes.
    ///
    /// - Parameter rows: rows of a strip, whatever the memory; for tests.
    /// - Throws: a `Failure` that names what needs a plane as a whole, or more memory than there is.
    init(
        _ image: ClassifierImage,
        _ need: MemoryNeed,
        pipeline: ImagePipeline,
        job: SegmentationJob,
        memory: Int,
        isOnHost: Bool,
        rows: Int?
    ) throws(Failure) {
        chain = try Chain(job.recipe, classifiers: pipeline.objectClassifiers, earlier: job.earlier)
        let obstacles = Self.obstacles(image, pipeline.classifier, job, chain)
        guard let classifier = pipeline.classifier, obstacles.isEmpty else {
            throw need.failure(
                job.imageName,
                most: memory,
                reason: "\(obstacles.words) the plane as a whole; without, it would go by strips of rows",
                remedy: "leave that out, or crop the image"
            )
        }
        halo = classifier.halo
        if let rows {
            (self.rows, objectBytes) = (rows, .max)
            return
        }
        let layout = image.reader.layout
        let (size, channels) = (layout.shape.size, layout.shape.channels)
        let products = chain.request?.products ?? []
        var pixel = 2 * channels * layout.pixelType.byteCount + 4
        // Maps, and what of them waits to be written; labels come when those are gone.
        pixel += max(products.contains(.probabilities) ? 12 * classifier.probabilityCount : 0, 8)
        if job.recipe.outputs.contains(.uncertainty) { pixel += 16 }
        pixel += MemoryNeed.stages(classifier, layout.pixelType)
        // Those of the rows around a strip too, and what of them waits to be written.
        if job.recipe.outputs.contains(.features) { pixel += 12 * channels * classifier.plan.outputs.count }
        var fixed = MemoryNeed.base + Self.compression
        fixed += MemoryNeed.features(classifier, size, layout, isOnHost: isOnHost)
        fixed += MemoryNeed.samples(classifier, size)
        fixed += 2 * QualityMeter.leastRows * size.width * channels * layout.pixelType.byteCount
        fixed += try image.rows(at: image.places[0]).blockBytes
        let row = pixel * size.width
        let least = min(max(16, halo), size.height)
        let leastBytes = fixed + row * (least + 2 * halo) + (16 << 20)
        guard leastBytes <= memory else {
            throw need.failure(
                job.imageName,
                most: memory,
                reason: "by strips of rows it would need about \(MemoryNeed.gigabytes(leastBytes)) GB"
            )
        }
        let wanted = min((memory - fixed) / 2, Self.mostStripBytes) / row - 2 * halo
        self.rows = min(max(wanted, least), size.height)
        objectBytes = memory - fixed - row * (self.rows + 2 * halo)
    }

    /// The strips of a plane of `height` rows, from top to bottom.
    ///
    /// - Parameter blockRows: rows that are decoded together: where strips can, what they read ends with such rows.
    func strips(height: Int, halo: Int, blockRows: Int) -> [Range<Int>] {
        var strips: [Range<Int>] = []
        var top = 0
        while top < height {
            var end = top + rows + halo
            let aligned = end / blockRows * blockRows
            if aligned - halo > top { end = aligned }
            let bottom = end >= height ? height : end - halo
            strips.append(top..<bottom)
            top = bottom
        }
        return strips
    }

    /// What needs more than strips.
    private static func obstacles(
        _ image: ClassifierImage,
        _ classifier: Classifier?,
        _ job: SegmentationJob,
        _ chain: Chain
    ) -> Obstacles {
        var obstacles = Obstacles()
        if image.isVolume { obstacles.add("volume", ["that the classifier is for"]) }
        if classifier == nil { obstacles.add("label image", ["that others made"]) }
        obstacles.add("feature", classifier?.stages.flatMap(\.plan.namesOfWholeImage) ?? [])
        obstacles.add(
            "step",
            chain.places.map { job.recipe.steps[$0] }.filter { step in
                switch step {
                case .classifyPixels, .connectComponents, .connectEachClass, .keepSizes, .dropBorderObjects: false
                default: true
                }
            }.map(\.name)
        )
        let kinds: Set<OutputKind> = [
            .mask, .labels, .classes, .probabilities, .uncertainty, .features, .objects,
        ]
        obstacles.add("output", job.recipe.outputs.filter { !kinds.contains($0) }.map(\.rawValue))
        if job.recipe.outputs.contains(.objects), let groups = job.recipe.measurements {
            let content = TableContent(groups: Set(groups), channelCount: 1)
            obstacles.add("measurement", PassingMeasurement.groupsOfWholePlanes(content).map(\.rawValue))
        }
        return obstacles
    }
}

/// What stands in the way of strips, by name.
private struct Obstacles {
    private var parts: [String] = []
    private var count = 0

    var isEmpty: Bool { parts.isEmpty }

    /// A sentence's beginning: "the features a and b and the output c need".
    var words: String { "\(Self.list(parts)) \(count > 1 ? "need" : "needs")" }

    /// Adds things of one kind.
    mutating func add(_ kind: String, _ names: [String]) {
        guard !names.isEmpty else { return }
        parts.append("the \(kind)\(names.count > 1 ? "s" : "") \(Self.list(names))")
        count += names.count
    }

    private static func list(_ words: [String]) -> String {
        words.count > 1 ? words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1] : words.joined()
    }
}

extension ImagePipeline {
    /// The way by strips for an image that needs more memory than there is; nil for one that fits.
    func strips(
        of image: ClassifierImage,
        needing need: MemoryNeed,
        _ job: SegmentationJob,
        isOnHost: Bool
    ) throws(Failure) -> StripedPlan? {
        guard stripRows != nil || memory.map({ need.bytes > $0 }) ?? false else { return nil }
        return try StripedPlan(
            image,
            need,
            pipeline: self,
            job: job,
            memory: memory ?? .max,
            isOnHost: isOnHost,
            rows: stripRows
        )
    }
}
