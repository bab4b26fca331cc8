package import Imaging

extension ObjectMeasurement {
    /// Measures every object of one plane or volume; labels that no pixel carries are left out.
    ///
    /// Reads the labels once for the shapes and once more for each channel; memory grows with the number of objects
    /// only.
    ///
    /// - Precondition: every channel has the pixel count of `labels`.
    package static func measure(
        frame: Int,
        slice: Int,
        labels: LabelImage,
        channels: [PixelValues]
    ) -> [ObjectMeasurement] {
        precondition(channels.allSatisfy { $0.count == labels.labels.count })
        let shapes = ObjectShape.shapes(of: labels)
        let sums = channels.map { channel in
            switch channel {
            case .uint8(let pixels): IntensitySum.sums(of: pixels, below: labels)
            case .uint16(let pixels): IntensitySum.sums(of: pixels, below: labels)
            case .uint32(let pixels): IntensitySum.sums(of: pixels, below: labels)
            case .float32(let pixels): IntensitySum.sums(of: pixels, below: labels)
            }
        }
        return shapes.indices.dropFirst().compactMap { label in
            let shape = shapes[label]
            guard shape.area > 0 else { return nil }
            let area = Double(shape.area)
            return ObjectMeasurement(
                frame: frame,
                slice: slice,
                label: label,
                area: shape.area,
                centroidSlice: Double(shape.sliceSum) / area,
                centroidRow: Double(shape.rowSum) / area,
                centroidColumn: Double(shape.columnSum) / area,
                boundingBox: shape.boundingBox,
                intensities: sums.map {
                    Intensity(mean: $0[label].sum / area, minimum: $0[label].minimum, maximum: $0[label].maximum)
                }
            )
        }
    }
}

/// What is summed of one object's pixel positions.
private struct ObjectShape {
    var area = 0
    var sliceSum = 0
    var rowSum = 0
    var columnSum = 0
    var boundingBox = ObjectMeasurement.BoundingBox(
        firstSlice: .max,
        firstRow: .max,
        firstColumn: .max,
        endSlice: 0,
        endRow: 0,
        endColumn: 0
    )

    /// The shape of every label from 0 to the last; entry 0 stays empty.
    static func shapes(of image: LabelImage) -> [ObjectShape] {
        var shapes = [ObjectShape](repeating: ObjectShape(), count: image.count + 1)
        let width = image.size.width
        image.labels.withUnsafeBufferPointer { labels in
            for line in 0..<image.size.height * image.size.depth {
                let (slice, row) = line.quotientAndRemainder(dividingBy: image.size.height)
                var column = 0
                while column < width {
                    // A run of one label is added at once: objects are wide compared with a pixel.
                    let label = labels[line * width + column]
                    let first = column
                    repeat { column += 1 } while column < width && labels[line * width + column] == label
                    if label != 0 { shapes[Int(label)].add(slice: slice, row: row, columns: first..<column) }
                }
            }
        }
        return shapes
    }

    mutating func add(slice: Int, row: Int, columns: Range<Int>) {
        area += columns.count
        sliceSum += slice * columns.count
        rowSum += row * columns.count
        columnSum += (columns.lowerBound + columns.upperBound - 1) * columns.count / 2
        boundingBox.firstSlice = min(boundingBox.firstSlice, slice)
        boundingBox.endSlice = max(boundingBox.endSlice, slice + 1)
        boundingBox.firstRow = min(boundingBox.firstRow, row)
        boundingBox.firstColumn = min(boundingBox.firstColumn, columns.lowerBound)
        boundingBox.endRow = max(boundingBox.endRow, row + 1)
        boundingBox.endColumn = max(boundingBox.endColumn, columns.upperBound)
    }
}

/// What is summed of one object's pixel values in one channel.
private struct IntensitySum {
    var sum = 0.0
    var minimum = Double.infinity
    var maximum = -Double.infinity

    /// The sums of every label from 0 to the last; entry 0 stays empty.
    static func sums(of pixels: [some PixelValue], below image: LabelImage) -> [IntensitySum] {
        var sums = [IntensitySum](repeating: IntensitySum(), count: image.count + 1)
        image.labels.withUnsafeBufferPointer { labels in
            pixels.withUnsafeBufferPointer { pixels in
                for index in labels.indices where labels[index] != 0 {
                    sums[Int(labels[index])].add(pixels[index].intensity)
                }
            }
        }
        return sums
    }

    mutating func add(_ value: Double) {
        sum += value
        // NaN fails every comparison, so it is let in by name and then stays, as in NumPy.
        if value < minimum || value.isNaN { minimum = value }
        if value > maximum || value.isNaN { maximum = value }
    }
}

/// A pixel type whose values are exact in double precision.
private protocol PixelValue {
    var intensity: Double { get }
}

extension UInt8: PixelValue {
    fileprivate var intensity: Double { Double(self) }
}

extension UInt16: PixelValue {
    fileprivate var intensity: Double { Double(self) }
}

extension UInt32: PixelValue {
    fileprivate var intensity: Double { Double(self) }
}

extension Float: PixelValue {
    fileprivate var intensity: Double { Double(self) }
}
