import Imaging
import Testing
import Worker
import WorkerProtocol

@Suite("Measuring the quality of an image")
struct QualityMeterTests {
    private static let size = ImageSize(width: 97, height: 300)

    /// Round cells of about 12 pixels on a background, with noise; their edges as wide as `blur`.
    private static func cells(
        blur: Double,
        background: Double = 200,
        gain: Double = 1,
        noise: Double = 8,
        count: Int = 60
    ) -> [Double] {
        var random = SplitMix(seed: 7)
        let centres = (0..<count).map { _ in
            (Double.random(in: 0..<97, using: &random), Double.random(in: 0..<300, using: &random))
        }
        return (0..<size.pixelCount).map { index in
            let (x, y) = (Double(index % size.width), Double(index / size.width))
            let depth =
                centres.map { centre in
                    let (dx, dy) = (x - centre.0, y - centre.1)
                    return 6 - (dx * dx + dy * dy).squareRoot()
                }.max() ?? -100
            // The sum of four even numbers is nearly normal.
            let sum = (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &random) }
            return background + gain * (1_000 * min(1, max(0, depth / blur / 2 + 0.5)) + noise * sum * 0.866)
        }
    }

    private static func figures(_ pixels: PixelValues, _ size: ImageSize = size) -> ImageQuality.Channel {
        var meter = QualityMeter()
        meter.add([pixels], size: size)
        return meter.quality.channels[0]
    }

    private static func uint16(_ values: [Double]) -> PixelValues { .uint16(values.map { UInt16($0.rounded()) }) }

    @Test("figures equal the formulas, over all planes and every row that is looked at", arguments: [100, 127, 300])
    func formulas(height: Int) throws {
        var random = SplitMix(seed: UInt64(height))
        let size = ImageSize(width: 23, height: height, depth: 2)
        var planes: [[UInt16]] = []
        for plane in 0..<3 {
            planes.append(
                (0..<size.pixelCount).map { index in
                    let ramp = UInt16(100 * plane + index % 23 * 40)
                    return ramp + UInt16.random(in: 0...90, using: &random)
                }
            )
        }
        var meter = QualityMeter(spans: [nil, IntensitySpan(smallest: 150.5, largest: 700)])
        for plane in planes {
            let bytes = plane.map { UInt8($0 / 8) }
            meter.add([.uint8(bytes), .uint16(plane)], size: size)
        }
        let channels = meter.quality.channels
        try #require(channels.count == 2)

        let step = height == 300 ? 2 : 1
        var rows: [[Double]] = []
        for plane in planes {
            for row in 0..<2 * height where row % height % step == 0 {
                rows.append(plane[row * 23..<row * 23 + 23].map { Double($0) })
            }
        }
        let sorted: [Double] = rows.flatMap { $0 }.sorted()
        let count = Double(sorted.count)
        let mean: Double = sorted.reduce(0, +) / count
        let variance: Double = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let steps: [Double] = rows.flatMap { row in zip(row, row.dropFirst(2)).map { $1 - $0 } }
        let focus: Double = steps.reduce(0) { $0 + $1 * $1 } / Double(steps.count) / variance
        #expect(abs(try #require(channels[1].focus) / focus - 1) < 1e-9)
        func percentile(_ share: Double) -> Double { sorted[Int((share * count).rounded(.up)) - 1] }
        #expect(channels[1].percentile1 == percentile(0.01))
        #expect(channels[1].percentile99 == percentile(0.99))
        #expect(channels[0].percentile99 == (percentile(0.99) / 8).rounded(.down))
        let (below, above) = (sorted.count { $0 < 150.5 }, sorted.count { $0 >= 700 })
        #expect(channels[1].outsideShare == Double(max(below, above)) / Double(sorted.count))
        #expect(channels[0].outsideShare == nil && !channels[1].blank && channels[1].saturatedShare == 0)
    }

    @Test("a blurred image has less than half the focus; brightness, offset and number of cells matter little")
    func focus() throws {
        let sharp = try #require(Self.figures(Self.uint16(Self.cells(blur: 1))).focus)
        let blurred = try #require(Self.figures(Self.uint16(Self.cells(blur: 6))).focus)
        #expect(blurred < sharp / 2)
        let bright = try #require(Self.figures(Self.uint16(Self.cells(blur: 1, background: 900, gain: 3))).focus)
        #expect(abs(bright / sharp - 1) < 0.01)
        let few = try #require(Self.figures(Self.uint16(Self.cells(blur: 1, count: 15))).focus)
        #expect(abs(few / sharp - 1) < 0.35)
    }

    @Test("noise alone, and one value, are blank; a few cells are not")
    func blank() {
        #expect(Self.figures(Self.uint16(Self.cells(blur: 1, count: 0))).blank)
        #expect(Self.figures(Self.uint16(Self.cells(blur: 1, count: 0))).focus == nil)
        #expect(Self.figures(.uint8([UInt8](repeating: 7, count: Self.size.pixelCount))).blank)
        #expect(!Self.figures(Self.uint16(Self.cells(blur: 1, count: 3))).blank)
        #expect(!Self.figures(Self.uint16(Self.cells(blur: 6, noise: 40, count: 10))).blank)
        // So much noise that cells are barely seen.
        #expect(!Self.figures(Self.uint16(Self.cells(blur: 1, background: 900, noise: 150, count: 20))).blank)
    }

    @Test(
        "saturated is what lies at the end of a detector's range, moved up to 16 bits or not",
        arguments: [(255, 0.25), (1_023, 0.25), (4_095, 0.25), (65_535, 0.25), (65_520, 0.25), (4_000, 0), (65_528, 0)]
    )
    func saturated(end: Int, share: Double) {
        let size = ImageSize(width: 40, height: 40)
        let pixels: [UInt16] = (0..<1_600).map { index in UInt16(index % 4 == 0 ? end : index * 37 % 200) }
        #expect(Self.figures(.uint16(pixels), size).saturatedShare == share)
    }

    @Test("32-bit pixels have no range, and what is not finite is left out")
    func floats() throws {
        let values = Self.cells(blur: 1)
        var floats = values.map { Float($0) }
        for index in stride(from: 0, to: floats.count, by: 50) { floats[index] = index % 100 == 0 ? .nan : .infinity }
        let (whole, holed) = (Self.figures(.float32(values.map { Float($0) })), Self.figures(.float32(floats)))
        #expect(whole.saturatedShare == nil && !holed.blank)
        #expect(abs(try #require(holed.focus) / #require(whole.focus) - 1) < 0.1)
        let sorted = values.sorted()
        #expect(abs(whole.percentile99 - sorted[sorted.count * 99 / 100]) < 40)
        #expect(abs(holed.percentile1 - sorted[sorted.count / 100]) < 10)
        var meter = QualityMeter(spans: [IntensitySpan(smallest: 150, largest: 600)])
        meter.add([.float32(values.map { Float($0) })], size: Self.size)
        let above = Double(values.count { $0 >= 600 }) / Double(values.count)
        #expect(abs(try #require(meter.quality.channels[0].outsideShare) - above) < 0.03)
        let numbers = Self.figures(.uint32(values.map { UInt32($0.rounded()) << 12 }))
        #expect(abs(try #require(numbers.focus) / #require(whole.focus) - 1) < 0.01)
    }

    @Test("an image smaller than a step, and no image, have figures too")
    func small() {
        #expect(Self.figures(.uint8([3]), ImageSize(width: 1, height: 1)).blank)
        #expect(Self.figures(.float32([.nan]), ImageSize(width: 1, height: 1)).percentile99 == 0)
        #expect(QualityMeter().quality.channels.isEmpty)
    }
}
