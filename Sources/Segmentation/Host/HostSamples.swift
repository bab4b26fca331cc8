import Classifiers
import Forests
import Imaging

/// Gathers the features of a grid of pixels from those of strips.
struct HostSamples {
    private let sample: PixelSample
    private let size: ImageSize
    private let columns: Int
    /// For each input of the forest, (Z, Y, X) of the grid.
    private(set) var planes: [[Float]]

    /// Room for what `task` wants of an image of `size`; nil where it wants none.
    init?(_ task: SegmentationTask, size: ImageSize) {
        guard let sample = task.sample else { return nil }
        (self.sample, self.size) = (sample, size)
        columns = sample.columnCount(width: size.width)
        let count = sample.pixelCount(width: size.width)
        planes = [[Float]](
            repeating: [Float](repeating: 0, count: count),
            count: task.classifier.forest.featureCount
        )
    }

    /// Takes what lies in the rows `strip`, of which these are the features, (Z, Y, X).
    mutating func take(_ features: [[Float]], _ strip: Range<Int>) {
        for row in sample.rowCount(before: strip.lowerBound)..<sample.rowCount(before: strip.upperBound) {
            let y = sample.rows.lowerBound + row * sample.distance - strip.lowerBound
            for (index, feature) in features.enumerated() {
                for slice in 0..<sample.sliceCount {
                    let z = sample.slices.lowerBound + slice * sample.sliceDistance
                    let source = (z * strip.count + y) * size.width + sample.firstColumn
                    let target = (slice * sample.rowCount + row) * columns
                    for column in 0..<columns {
                        planes[index][target + column] = feature[source + column * sample.distance]
                    }
                }
            }
        }
    }
}
