import Imaging
import Pictures
import Testing

@Suite("Contrast and size")
struct ScalingTests {
    @Test(
        "the percentiles are those of sorted pixels; NaN and infinities do not count",
        arguments: [1, 7, 999, 20_000]
    )
    func percentiles(count: Int) {
        var random = SplitMix(seed: UInt64(count))
        var pixels = (0..<count).map { _ in random.float(in: -50...4_000) }
        pixels[0] = -0.0
        let sorted = pixels.sorted()
        let cut = Int(Double(count) * ContrastStretch.cut / 100)
        pixels += [.nan, .infinity, -.infinity]
        let contrast = ContrastStretch(pixels.shuffled(using: &random))
        #expect(contrast.low == sorted[cut] && contrast.high == sorted[count - 1 - cut])
        #expect(contrast.brightness(.nan) == 0 && contrast.brightness(.infinity) == 1)
        guard count > 1 else { return }
        #expect(contrast.brightness(contrast.low) == 0 && contrast.brightness(contrast.high) == 1)
        let middle = contrast.low + (contrast.high - contrast.low) / 4
        #expect(abs(contrast.brightness(middle) - 0.25) < 1e-4)
    }

    @Test("a few bright pixels are seen although they are fewer than the cut; nothing is flat")
    func fewAndNone() {
        var pixels = [Float](repeating: 10, count: 10_000)
        #expect(ContrastStretch(pixels).isFlat)
        pixels[77] = 500
        #expect(ContrastStretch(pixels) == ContrastStretch(low: 10, high: 500))
        #expect(ContrastStretch([]).isFlat && ContrastStretch([.nan]).isFlat)
        let wide = ContrastStretch([-3e38, 0, 3e38])
        #expect(abs(wide.brightness(0) - 0.5) < 1e-6)
    }

    /// The mean over an area, by its definition.
    private func mean(_ plane: [Float], _ width: Int, _ height: Int, _ toWidth: Int, _ toHeight: Int) -> [Double] {
        func share(_ place: Int, _ pixel: Int, _ count: Int, _ pictureCount: Int) -> Double {
            let step = Double(count) / Double(pictureCount)
            return max(0, min(Double(place + 1) * step, Double(pixel + 1)) - max(Double(place) * step, Double(pixel)))
        }
        return (0..<toHeight).flatMap { y in
            (0..<toWidth).map { x in
                var (sum, weight) = (0.0, 0.0)
                for row in 0..<height {
                    let vertical = share(y, row, height, toHeight)
                    guard vertical > 0 else { continue }
                    for column in 0..<width {
                        let area = vertical * share(x, column, width, toWidth)
                        guard area > 0, plane[row * width + column].isFinite else { continue }
                        sum += area * Double(plane[row * width + column])
                        weight += area
                    }
                }
                return weight > 1e-9 ? sum / weight : .nan
            }
        }
    }

    @Test(
        "a smaller picture holds the means over areas, whatever the factor",
        arguments: [(30, 20, 10, 10), (31, 17, 12, 5), (40, 40, 39, 37), (9, 7, 1, 1), (12, 9, 12, 9)],
        [false, true]
    )
    func areas(size: (Int, Int, Int, Int), hasHoles: Bool) {
        var random = SplitMix(seed: 5)
        var plane = (0..<size.0 * size.1).map { _ in random.float(in: -5...100) }
        if hasHoles {
            for index in stride(from: 0, to: plane.count, by: 3) { plane[index] = index % 2 == 0 ? .nan : .infinity }
            for index in 0..<4 { plane[index] = .nan }
        }
        let average = AreaAverage(.float32(plane), width: size.0, height: size.1, toWidth: size.2, toHeight: size.3)
        for (found, expected) in zip(average.pixels, mean(plane, size.0, size.1, size.2, size.3)) {
            #expect(found.isNaN ? expected.isNaN : abs(Double(found) - expected) < 1e-3)
        }
    }

    @Test("pixel types give the same, and a larger picture holds copies")
    func typesAndCopies() {
        let bytes = (0..<48).map { UInt8($0 * 5) }
        func average(_ plane: PixelValues) -> [Float] {
            AreaAverage(plane, width: 8, height: 6, toWidth: 5, toHeight: 3).pixels
        }
        let expected = average(.uint8(bytes))
        #expect(average(.uint16(bytes.map(UInt16.init))) == expected)
        #expect(average(.uint32(bytes.map(UInt32.init))) == expected)
        #expect(average(.float32(bytes.map(Float.init))) == expected)
        let larger = AreaAverage(.uint8([1, 2, 3, 4]), width: 2, height: 2, toWidth: 4, toHeight: 4).pixels
        #expect(larger == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
    }

    @Test("the largest value along Z; NaN gives way")
    func projection() {
        let values: [Float] = [1, .nan, 5, 2, 3, .nan]
        #expect(MaximumProjection.largest(values, 3, onto: nil) == [5, 2])
        #expect(MaximumProjection.largest([4, 9] as [UInt16], 1, onto: [7, 8]) == [7, 9])
    }
}
