import Imaging
import OpenCLRuntime

/// Gathers the results of all strips as whole planes or volumes in host memory.
struct StripResults {
    private let task: SegmentationTask
    private let size: ImageSize
    private var classes: [UInt8]
    private var probabilities: [[Float]]

    /// Room for what `task` wants of an image of `size`.
    init(task: SegmentationTask, size: ImageSize) {
        self.task = task
        self.size = size
        classes = [UInt8](repeating: 0, count: task.wantsClassMap ? size.pixelCount : 0)
        probabilities = (0..<(task.wantsProbabilities ? task.probabilityPlaneCount : 0)).map { _ in
            [Float](repeating: 0, count: size.pixelCount)
        }
    }

    /// Copies the results of a strip, after all work that was enqueued before.
    mutating func read(_ strip: Range<Int>, from forest: StripForest, queue: CommandQueue) throws(OpenCLError) {
        let count = strip.count * size.width
        for z in 0..<size.depth {
            let place = (z * size.height + strip.lowerBound) * size.width
            if task.wantsClassMap {
                try queue.read(forest.classes, from: z * count, into: &classes, at: place, count: count)
            }
            for plane in probabilities.indices {
                let first = (plane * size.depth + z) * count
                try queue.read(forest.votes, from: first, into: &probabilities[plane], at: place, count: count)
            }
        }
    }

    /// Everything together.
    func result(mask: Mask?, labels: LabelImage?) -> SegmentationResult {
        SegmentationResult(
            classMap: task.wantsClassMap ? ClassMap(size: size, classes: classes) : nil,
            probabilities: probabilities,
            mask: task.wantsMask ? mask : nil,
            labels: labels
        )
    }
}
