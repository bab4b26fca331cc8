import Imaging
import Segmentation
import WorkerProtocol

/// Some rows of a plane, and what was made of them.
struct SegmentedRows {
    /// Which ones.
    let rows: Range<Int>
    /// Of these rows alone.
    var segmentation: SegmentationResult
    /// The features of each channel, in the order of the classifier's plan, where they are written.
    var features: [[[Float]]] = []
}

extension SegmentationResult {
    /// What was made of the rows `rows` of a plane of this result; labels are left out.
    func rows(_ rows: Range<Int>, of size: ImageSize) -> SegmentationResult {
        let part = ImageSize(width: size.width, height: rows.count)
        let pixels = rows.lowerBound * size.width..<rows.upperBound * size.width
        var result = SegmentationResult.none
        result.notes = notes
        result.classMap = classMap.map { ClassMap(size: part, classes: Array($0.classes[pixels])) }
        result.probabilities = probabilities.map { Array($0[pixels]) }
        result.mask = mask.map { mask in
            let words = Mask.wordsPerRow(size)
            return Mask(size: part, words: Array(mask.words[rows.lowerBound * words..<rows.upperBound * words]))
        }
        return result
    }
}

/// The rows by which the quality of a plane is measured, gathered while strips pass by.
struct SampledRows {
    private let distance: Int
    private let width: Int
    private var channels: [PixelValues] = []
    private var count = 0

    /// Rows of a plane of `size`.
    init(of size: ImageSize) {
        (distance, width) = (max(1, size.height / QualityMeter.leastRows), size.width)
    }

    /// Takes those of the rows `core`, which are among the pixels of the rows `rows`.
    mutating func add(_ pixels: [PixelValues], rows: Range<Int>, core: Range<Int>) {
        for y in core where y.isMultiple(of: distance) {
            let line = (y - rows.lowerBound) * width
            if channels.isEmpty {
                channels = pixels.map { $0[line..<line + width] }
            } else {
                for index in pixels.indices { channels[index].append(pixels[index][line..<line + width]) }
            }
            count += 1
        }
    }

    /// Has `meter` look at all of them: they are too few for it to leave any out.
    func measure(by meter: inout QualityMeter) {
        meter.add(channels, size: ImageSize(width: width, height: count))
    }
}
