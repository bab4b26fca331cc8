package import Imaging
package import WorkerProtocol

/// Measures the quality of an image, fed plane by plane (Service/Quality/README.md says what the figures are).
///
/// Of each plane evenly spaced rows are looked at, 128 to 255 of them, or all of a plane that has fewer: half a
/// millisecond for 512 × 512 pixels, three for 4096 × 4096.
package struct QualityMeter {
    /// At least so many rows of a plane are looked at.
    static let leastRows = 128

    private let spans: [IntensitySpan?]
    private var channels: [ChannelMeter] = []

    /// A meter that saw nothing yet; `spans` are those of the classifier's thresholds, by channel.
    package init(spans: [IntensitySpan?] = []) {
        self.spans = spans
    }

    /// Looks at a plane, or a volume, of all channels, (Z, Y, X), x fastest.
    package mutating func add(_ pixels: [PixelValues], size: ImageSize) {
        if channels.isEmpty { channels = pixels.map { ChannelMeter(bits: 8 * $0.pixelType.byteCount) } }
        let distance = max(1, size.height / Self.leastRows)
        for (index, pixels) in pixels.enumerated() {
            for slice in 0..<size.depth {
                let rows = stride(from: 0, to: size.height, by: distance).map { y in
                    let start = (slice * size.height + y) * size.width
                    return start..<start + size.width
                }
                channels[index].add(pixels, rows: rows)
            }
        }
    }

    /// The figures of everything seen so far.
    package var quality: ImageQuality {
        ImageQuality(
            channels: channels.enumerated().map { index, channel in
                channel.figures(span: spans.indices.contains(index) ? spans[index] : nil)
            }
        )
    }
}

/// What is summed of one channel.
private struct ChannelMeter {
    /// With noise alone, the middle 99.8 % of the values span 5.5 times the mean difference of neighbours.
    private static let noiseRange = 6.0

    private var tones: Tones
    private var (count, sum, squares) = (0, 0.0, 0.0)
    /// Of neighbours in a row, and of pixels two columns apart.
    private var (neighbours, differences) = (0, 0.0)
    private var (pairs, squaredSteps) = (0, 0.0)

    init(bits: Int) { tones = Tones(bits: bits) }

    /// Looks at rows of one plane.
    mutating func add(_ pixels: PixelValues, rows: [Range<Int>]) {
        switch pixels {
        case .uint8(let pixels): add(pixels, rows) { tones, row in tones.add(row) }
        case .uint16(let pixels): add(pixels, rows) { tones, row in tones.add(row) }
        case .uint32(let pixels): addKeeping(pixels, rows) { Float($0) }
        case .float32(let pixels): addKeeping(pixels, rows) { $0 }
        }
    }

    /// Of 32-bit pixels, evenly spaced ones are kept.
    private mutating func addKeeping<Pixel: MeteredPixel>(
        _ pixels: [Pixel],
        _ rows: [Range<Int>],
        float: (Pixel) -> Float
    ) {
        let distance = max(1, rows.reduce(0) { $0 + $1.count } / Tones.mostOfPlane)
        var next = 0
        add(pixels, rows) { tones, row in
            for index in stride(from: next, to: row.count, by: distance) { tones.keep(float(row[index])) }
            next = (next + distance - row.count % distance) % distance
        }
    }

    private mutating func add<Pixel: MeteredPixel>(
        _ pixels: [Pixel],
        _ rows: [Range<Int>],
        count: (inout Tones, UnsafeBufferPointer<Pixel>) -> Void
    ) {
        pixels.withUnsafeBufferPointer { pixels in
            for row in rows {
                let row = UnsafeBufferPointer(rebasing: pixels[row])
                count(&tones, row)
                addSums(of: row)
            }
        }
    }

    private mutating func addSums<Pixel: MeteredPixel>(of row: UnsafeBufferPointer<Pixel>) {
        var (count, sum, squares) = (0, 0.0, 0.0)
        var (neighbours, differences, pairs, squaredSteps) = (0, 0.0, 0, 0.0)
        // The two pixels before; NaN where there is none.
        var (before, last) = (Double.nan, Double.nan)
        for pixel in row {
            let value = pixel.metered
            if value.isFinite {
                count += 1
                sum += value
                squares += value * value
                if last.isFinite {
                    neighbours += 1
                    differences += abs(value - last)
                }
                if before.isFinite {
                    pairs += 1
                    squaredSteps += (value - before) * (value - before)
                }
            }
            (before, last) = (last, value)
        }
        self.count += count
        self.sum += sum
        self.squares += squares
        self.neighbours += neighbours
        self.differences += differences
        self.pairs += pairs
        self.squaredSteps += squaredSteps
    }

    /// The figures, given the span of the classifier's thresholds.
    func figures(span: IntensitySpan?) -> ImageQuality.Channel {
        var tones = tones
        tones.finish()
        let range = tones.percentile(0.999) - tones.percentile(0.001)
        let noise = differences / Double(max(1, neighbours))
        let mean = sum / Double(max(1, count))
        let variance = squares / Double(max(1, count)) - mean * mean
        let blank = range <= Self.noiseRange * noise
        return ImageQuality.Channel(
            blank: blank,
            percentile1: tones.percentile(0.01),
            percentile99: tones.percentile(0.99),
            saturatedShare: tones.saturatedShare,
            focus: blank || variance <= 0 || pairs == 0 ? nil : squaredSteps / Double(pairs) / variance,
            outsideShare: span.map { tones.share(outside: $0) }
        )
    }
}

/// A pixel type whose values are exact in double precision.
private protocol MeteredPixel {
    var metered: Double { get }
}

extension UInt8: MeteredPixel {
    fileprivate var metered: Double { Double(self) }
}

extension UInt16: MeteredPixel {
    fileprivate var metered: Double { Double(self) }
}

extension UInt32: MeteredPixel {
    fileprivate var metered: Double { Double(self) }
}

extension Float: MeteredPixel {
    fileprivate var metered: Double { Double(self) }
}
