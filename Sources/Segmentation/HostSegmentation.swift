import Features
import Forests
import Imaging

/// Segments images with the host's own arithmetic: the reference of the devices, and the way without one.
enum HostSegmentation {
    /// Rows of a strip, unless the features reach farther.
    private static let stripRows = 64

    /// Does `task` for one plane per channel, all of `size`; `progress` is called after each strip.
    static func segment(
        _ channels: [PlanePixels],
        size: ImageSize,
        task: SegmentationTask,
        options: EngineOptions,
        progress: () -> Void
    ) -> PlaneSegmentation {
        let classifier = task.classifier
        let halo = classifier.plan.halo
        let floats = channels.map(\.floats)
        let wantsForeground = task.wantsMask || task.wantsLabels
        var classes = [UInt8](repeating: 0, count: size.pixelCount)
        var mask = [UInt8](repeating: 0, count: wantsForeground ? size.pixelCount : 0)
        var probabilities = [[Float]](
            repeating: [Float](repeating: 0, count: size.pixelCount),
            count: task.probabilityPlaneCount
        )
        let step = max(1, options.stripRows ?? max(stripRows, halo))
        for top in stride(from: 0, to: size.height, by: step) {
            let strip = top..<min(top + step, size.height)
            // Rows beyond the halo cannot be seen from the strip; at the image's own borders the crop ends there too.
            let crop = max(0, top - halo)..<min(size.height, strip.upperBound + halo)
            let cropSize = ImageSize(width: size.width, height: crop.count)
            let inner = (top - crop.lowerBound) * size.width..<(strip.upperBound - crop.lowerBound) * size.width
            let features = floats.flatMap { plane in
                HostFeatures.evaluate(
                    classifier.plan,
                    plane: Array(plane[crop.lowerBound * size.width..<crop.upperBound * size.width]),
                    size: cropSize
                ).map { Array($0[inner]) }
            }
            classifier.forest.forEachPixel(of: features, count: inner.count) { index, votes in
                let pixel = top * size.width + index
                classes[pixel] = RandomForest.firstMaximum(votes)
                for (plane, value) in values(task.probabilities, votes, classes[pixel]).enumerated() {
                    probabilities[plane][pixel] = value
                }
                if wantsForeground {
                    let first = probabilities.first?[pixel] ?? .nan
                    mask[pixel] = isForeground(task.foreground, classes[pixel], first) ? 255 : 0
                }
            }
            progress()
        }
        return PlaneSegmentation(
            classMap: task.wantsClassMap ? ClassMap(size: size, classes: classes) : nil,
            probabilities: task.wantsProbabilities ? probabilities : [],
            mask: task.wantsMask ? mask : nil,
            labels: task.wantsLabels ? HostLabelling.label(mask, size: size) : nil
        )
    }

    private static func values(
        _ wanted: SegmentationTask.Probabilities,
        _ votes: UnsafeBufferPointer<Float>,
        _ number: UInt8
    ) -> [Float] {
        switch wanted {
        case .none: return []
        case .all:
            // In class order, in float32; a forest has at least one class.
            let sum = votes.dropFirst().reduce(votes[0], +)
            return votes.map { $0 / sum }
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
