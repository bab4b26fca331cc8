import Imaging
import Measurement
import Testing

@Suite("Object measurements against brute force")
struct BruteForceTests {
    @Test("equal a search over all pixels per object", arguments: 1...20)
    func agrees(seed: Int) throws {
        var random = PixelSequence(seed: UInt32(seed))
        let size = ImageSize(width: Int(random.next() % 23) + 1, height: Int(random.next() % 17) + 1)
        let count = Int(random.next() % 9)
        let labels = (0..<size.pixelCount).map { _ in random.next() % UInt32(count + 1) }
        let image = LabelImage(size: size, labels: labels, count: count)
        let channels: [PixelValues] = [
            .uint8(labels.map { _ in UInt8(random.next() & 255) }),
            .uint16(labels.map { _ in UInt16(random.next()) }),
            .uint32(labels.map { _ in random.next() << 16 | random.next() }),
            .float32(labels.map { _ in Float(random.next()) / 3 - 9_999 }),
        ]
        try expectEqual(image, channels, isVolume: false)
    }

    @Test("volumes too", arguments: 1...20)
    func volumes(seed: Int) throws {
        let image = LabelSamples.volume(seed)
        var random = PixelSequence(seed: UInt32(seed))
        let pixels = image.labels.map { _ in UInt16(random.next() % 50) }
        try expectEqual(image, [.uint16(pixels), .uint8(pixels.map { UInt8($0) })], isVolume: true)
    }

    @Test("one NaN below an object makes all of its values NaN")
    func notANumber() throws {
        let image = LabelImage(size: ImageSize(width: 4, height: 1), labels: [1, 1, 1, 2], count: 2)
        let plane = PlaneMeasurement(
            TableContent(groups: [.intensity], channelCount: 1),
            frame: 0,
            slice: 0,
            labels: image,
            channels: [.float32([1, .nan, 3, 4])]
        )
        for name in ["mean", "min", "max", "std", "median"] {
            let column = try #require(plane.column(named: "intensity_" + name))
            #expect(column[1].isNaN && column[2] == (name == "std" ? 0 : 4))
        }
    }

    @Test("sums beyond 32 bits and float precision are exact")
    func largeSums() throws {
        let size = ImageSize(width: 1_000, height: 100)
        var pixels = [UInt32](repeating: .max, count: size.pixelCount)
        pixels[0] = .max - 99_999
        let image = LabelImage(size: size, labels: [UInt32](repeating: 1, count: size.pixelCount), count: 1)
        let content = TableContent(channelCount: 1)
        let plane = PlaneMeasurement(content, frame: 0, slice: 0, labels: image, channels: [.uint32(pixels)])
        #expect(try #require(plane.column(named: "intensity_mean"))[1] == 4_294_967_295 - 0.99999)
        #expect(try #require(plane.column(named: "centroid-0"))[1] == 49.5)
        #expect(try #require(plane.column(named: "centroid-1"))[1] == 499.5)
    }

    @Test("medians of many values, with many equal ones and of even number", arguments: 1...30)
    func medians(seed: Int) throws {
        var random = PixelSequence(seed: UInt32(seed))
        let size = ImageSize(width: 100 + seed, height: seed % 7 + 1)
        let range = [2, 7, 300, 65_536][seed % 4]
        let values = (0..<size.pixelCount).map { seed % 3 == 0 ? UInt32($0 % range) : random.next() % UInt32(range) }
        let image = LabelImage(size: size, labels: [UInt32](repeating: 1, count: size.pixelCount), count: 1)
        let content = TableContent(groups: [.intensity], channelCount: 1)
        let plane = PlaneMeasurement(content, frame: 0, slice: 0, labels: image, channels: [.uint32(values)])
        #expect(try #require(plane.column(named: "intensity_median"))[1] == median(values.map { Double($0) }))
    }

    private func expectEqual(_ image: LabelImage, _ channels: [PixelValues], isVolume: Bool) throws {
        let content = TableContent(groups: [.intensity], channelCount: channels.count, isVolume: isVolume)
        let plane = PlaneMeasurement(content, frame: 2, slice: 3, labels: image, channels: channels)
        let names = content.columnNames
        let columns = try names.map { try #require(plane.column(named: $0)) }
        for label in 1..<image.count + 1 {
            let row = columns.map { $0[label] }
            guard let expected = bruteForce(image, UInt32(label), channels, isVolume: isVolume) else {
                #expect(row.allSatisfy { $0.isNaN })
                continue
            }
            #expect(row.count == expected.count)
            for (name, pair) in zip(names, zip(row, expected)) {
                // Centres of gravity and deviations are sums of rounded numbers, everything else is exact.
                let isRounded = name.hasPrefix("centroid_weighted") || name.hasPrefix("intensity_std")
                let tolerance = isRounded ? 1e-12 * max(1, abs(pair.1)) : 0
                #expect(abs(pair.0 - pair.1) <= tolerance || pair.0.isNaN && pair.1.isNaN, "\(name) of \(label)")
            }
        }
    }

    /// The columns of one object, in order; nil if no pixel carries its label.
    private func bruteForce(
        _ image: LabelImage,
        _ label: UInt32,
        _ channels: [PixelValues],
        isVolume: Bool
    ) -> [Double]? {
        let inside = image.labels.indices.filter { image.labels[$0] == label }
        guard !inside.isEmpty else { return nil }
        let axes = isVolume ? [0, 1, 2] : [1, 2]
        let places = image.places(of: label)
        let count = Double(inside.count)
        func mean(_ axis: Int) -> Double { Double(places.map { $0[axis] }.reduce(0, +)) / count }
        let starts = axes.map { axis in places.map { $0[axis] }.min() ?? 0 }
        let ends = axes.map { axis in (places.map { $0[axis] }.max() ?? 0) + 1 }
        let values: [[Double]] = channels.map { channel in inside.map { value(channel, $0) } }
        let sums: [Double] = values.map { $0.reduce(0, +) }
        let means: [Double] = sums.map { $0 / count }
        var deviations: [Double] = []
        for (values, mean) in zip(values, means) {
            let squares: [Double] = values.map { ($0 - mean) * ($0 - mean) }
            deviations.append((squares.reduce(0, +) / count).squareRoot())
        }
        var centroids: [Double] = []
        for axis in axes {
            for (values, sum) in zip(values, sums) {
                let products: [Double] = zip(values, places).map { $0 * Double($1[axis]) }
                centroids.append(products.reduce(0, +) / sum)
            }
        }
        var row: [Double] = [2, 3, Double(label), count]
        row += axes.map(mean)
        row += (starts + ends).map { Double($0) }
        row += means
        row += values.map { $0.min() ?? .nan }
        row += values.map { $0.max() ?? .nan }
        return row + deviations + values.map(median) + centroids
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private func value(_ channel: PixelValues, _ index: Int) -> Double {
        switch channel {
        case .uint8(let pixels): Double(pixels[index])
        case .uint16(let pixels): Double(pixels[index])
        case .uint32(let pixels): Double(pixels[index])
        case .float32(let pixels): Double(pixels[index])
        }
    }
}
