import Imaging

/// Sum, least and greatest value of one channel below each object, taken while its rows pass by.
///
/// Values of an object come in the order in which `PixelsBelow` takes them, so that the sums are the same to the last bit.
struct IntensitySums: Sendable {
    private var sums: [Double]
    private var least: [Double]
    private var greatest: [Double]
    private var isUndefined: [Bool]

    /// Sums of nothing, for labels up to `count`.
    init(count: Int) {
        sums = Array(repeating: 0, count: count + 1)
        least = Array(repeating: .infinity, count: count + 1)
        greatest = Array(repeating: -.infinity, count: count + 1)
        isUndefined = Array(repeating: false, count: count + 1)
    }

    /// Mean, least and greatest value below an object of so many pixels; all are NaN as soon as one value is.
    func range(ofLabel label: Int, area: Int) -> (mean: Double, least: Double, greatest: Double) {
        isUndefined[label] ? (.nan, .nan, .nan) : (sums[label] / Double(area), least[label], greatest[label])
    }

    /// Adds the values of a run of the object `label`: those of `range` among `pixels`.
    mutating func add(_ pixels: PixelValues, _ range: Range<Int>, label: Int) {
        switch pixels {
        case .uint8(let values): values.withUnsafeBufferPointer { add($0[range], label) }
        case .uint16(let values): values.withUnsafeBufferPointer { add($0[range], label) }
        case .uint32(let values): values.withUnsafeBufferPointer { add($0[range], label) }
        case .float32(let values): values.withUnsafeBufferPointer { add($0[range], label) }
        }
    }

    private mutating func add<Pixel: MeasuredPixel>(_ values: Slice<UnsafeBufferPointer<Pixel>>, _ label: Int) {
        var (sum, least, greatest) = (sums[label], least[label], greatest[label])
        for value in values {
            if value.isUndefined { isUndefined[label] = true }
            let intensity = value.intensity
            sum += intensity
            least = intensity < least ? intensity : least
            greatest = intensity > greatest ? intensity : greatest
        }
        (sums[label], self.least[label], self.greatest[label]) = (sum, least, greatest)
    }
}
