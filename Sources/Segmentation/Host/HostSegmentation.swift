import Classifiers
import Features
import Forests
import Imaging

/// Segments images with the host's own arithmetic: the reference of the devices, and the way without one.
enum HostSegmentation {
    /// Rows of a strip, unless the features reach farther.
    private static let stripRows = 64

    /// Does `task` for one plane or volume per channel, all of `size`; `progress` is called after each strip.
    static func segment(
        _ channels: [PixelValues],
        size: ImageSize,
        task: SegmentationTask,
        options: EngineOptions,
        progress: () -> Void
    ) -> SegmentationResult {
        let classifier = task.classifier
        let wantsForeground = task.wantsMask || task.wantsLabels
        var classes = [UInt8](repeating: 0, count: size.pixelCount)
        var mask = Mask(size: wantsForeground ? size : ImageSize(width: 0, height: 0))
        var probabilities = [[Float]](
            repeating: [Float](repeating: 0, count: size.pixelCount),
            count: task.probabilityPlaneCount
        )
        var samples = HostSamples(task, size: size)
        // Some features depend on every pixel of the image.
        let isWhole = classifier.plan.needsWholeImage
        let halo = isWhole ? 0 : classifier.plan.halo
        let step = isWhole ? size.height : max(1, options.stripRows ?? max(stripRows, halo))
        for top in stride(from: 0, to: size.height, by: step) {
            let strip = top..<min(top + step, size.height)
            // The strip's features depend on no row beyond the halo; at the image's borders the crop ends where the image does.
            let rows = max(0, top - halo)..<min(size.height, strip.upperBound + halo)
            let crop = ImageSize(width: size.width, height: rows.count, depth: size.depth)
            let inner = strip.lowerBound - rows.lowerBound..<strip.upperBound - rows.lowerBound
            let features = channels.flatMap { channel in
                let plane = Crop.rows(rows, of: channel, size: size)
                return HostFeatures.evaluate(classifier.plan, plane: plane, size: crop).map {
                    Crop.rows(inner, of: .float32($0), size: crop)
                }
            }
            samples?.take(features, strip)
            let count = strip.count * size.width
            classifier.forest.forEachPixel(of: features, count: count * size.depth) { index, votes in
                let (z, inSlice) = index.quotientAndRemainder(dividingBy: count)
                let pixel = (z * size.height + top) * size.width + inSlice
                classes[pixel] = RandomForest.firstMaximum(votes)
                for (plane, value) in values(task.probabilities, classifier.forest, votes, classes[pixel]).enumerated()
                {
                    probabilities[plane][pixel] = value
                }
                if wantsForeground {
                    let first = probabilities.first?[pixel] ?? .nan
                    if isForeground(task.foreground, classes[pixel], first) {
                        mask.insert(x: pixel % size.width, row: pixel / size.width)
                    }
                }
            }
            progress()
        }
        return SegmentationResult(
            classMap: task.wantsClassMap ? ClassMap(size: size, classes: classes) : nil,
            probabilities: task.wantsProbabilities ? probabilities : [],
            mask: task.wantsMask ? mask : nil,
            labels: task.wantsLabels ? HostLabelling.label(mask) : nil,
            sampledFeatures: samples?.planes ?? []
        )
    }

    private static func values(
        _ wanted: SegmentationTask.Probabilities,
        _ forest: RandomForest,
        _ votes: UnsafeBufferPointer<Float>,
        _ number: UInt8
    ) -> [Float] {
        switch wanted {
        case .none: return []
        case .all: return forest.probabilities(votes)
        case .one(let wanted): return [RandomForest.probability(ofClass: wanted, votes: votes)]
        case .classNumber: return [Float(number)]
        }
    }

    private static func isForeground(
        _ rule: SegmentationTask.Foreground,
        _ number: UInt8,
        _ probability: Float
    ) -> Bool {
        switch rule {
        case .none: false
        case .positiveClass(let positive): Int(number) == positive
        case .threshold(let threshold): probability >= threshold
        }
    }
}
