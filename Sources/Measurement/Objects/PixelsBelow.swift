import Imaging

/// A pixel type whose values are exact in double precision.
protocol MeasuredPixel: Comparable {
    /// The value.
    var intensity: Double { get }
    /// Whether it is not a number.
    var isUndefined: Bool { get }
}

extension UInt8: MeasuredPixel {}
extension UInt16: MeasuredPixel {}
extension UInt32: MeasuredPixel {}

extension MeasuredPixel where Self: FixedWidthInteger {
    var intensity: Double { Double(self) }
    var isUndefined: Bool { false }
}

extension Float: MeasuredPixel {
    var intensity: Double { Double(self) }
    var isUndefined: Bool { isNaN }
}

/// The values of one channel below an object.
struct PixelsBelow<Pixel: MeasuredPixel> {
    let pixels: UnsafeBufferPointer<Pixel>
    let size: ImageSize
    let object: MeasuredObject

    /// Mean, least and greatest value; all are NaN as soon as one value is, as in NumPy.
    var range: (mean: Double, least: Double, greatest: Double) {
        var (sum, least, greatest) = (0.0, Double.infinity, -Double.infinity)
        var isUndefined = false
        forEachRun { values in
            for value in values {
                isUndefined = isUndefined || value.isUndefined
                let intensity = value.intensity
                sum += intensity
                least = intensity < least ? intensity : least
                greatest = intensity > greatest ? intensity : greatest
            }
        }
        return isUndefined ? (.nan, .nan, .nan) : (sum / Double(object.area), least, greatest)
    }

    /// The standard deviation of the values, whose mean is known: the root of the mean squared deviation.
    func deviation(from mean: Double) -> Double {
        var sum = 0.0
        forEachRun { values in
            for value in values {
                let deviation = value.intensity - mean
                sum += deviation * deviation
            }
        }
        return (sum / Double(object.area)).squareRoot()
    }

    /// The value in the middle, or the mean of the two in the middle; NaN as soon as one value is.
    func median(_ values: inout [Pixel]) -> Double {
        values.removeAll(keepingCapacity: true)
        forEachRun { values.append(contentsOf: $0) }
        if values.contains(where: { $0.isUndefined }) { return .nan }
        let middle = values.count / 2
        return values.withUnsafeMutableBufferPointer { values in
            values.partition(around: middle) { $0 < $1 }
            guard values.count % 2 == 0, let below = values[..<middle].max() else { return values[middle].intensity }
            return (below.intensity + values[middle].intensity) / 2
        }
    }

    /// The centre of gravity of the values; NaN where their sum is 0.
    var centroid: Position {
        let box = object.boundingBox
        var (sum, slice, row, column) = (0.0, 0.0, 0.0, 0.0)
        for run in object.runs {
            let place = Int(run.first) - box.firstColumn
            var (runSum, runColumn) = (0.0, 0.0)
            for (offset, value) in self.values(run).enumerated() {
                runSum += value.intensity
                runColumn += value.intensity * Double(place + offset)
            }
            sum += runSum
            column += runColumn
            slice += runSum * Double(Int(run.slice) - box.firstSlice)
            row += runSum * Double(Int(run.row) - box.firstRow)
        }
        return Position(
            slice: slice / sum + Double(box.firstSlice),
            row: row / sum + Double(box.firstRow),
            column: column / sum + Double(box.firstColumn)
        )
    }

    private func values(_ run: Run) -> UnsafeBufferPointer<Pixel> {
        let line = (Int(run.slice) * size.height + Int(run.row)) * size.width
        return UnsafeBufferPointer(rebasing: pixels[line + Int(run.first)..<line + Int(run.end)])
    }

    private func forEachRun(_ body: (UnsafeBufferPointer<Pixel>) -> Void) {
        for run in object.runs { body(values(run)) }
    }
}
