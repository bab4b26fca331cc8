import Imaging
import Measurement
import Testing

@Suite("Object measurements against brute force")
struct BruteForceTests {
    @Test("equal a search over all pixels per object", arguments: 1...20)
    func agrees(seed: Int) {
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
        let measured = ObjectMeasurement.measure(frame: 2, slice: 3, labels: image, channels: channels)
        #expect(measured.map(numbers) == bruteForce(image, channels))
    }

    @Test("one NaN below an object makes its three values NaN")
    func notANumber() throws {
        let image = LabelImage(size: ImageSize(width: 4, height: 1), labels: [1, 1, 1, 2], count: 2)
        let measured = ObjectMeasurement.measure(
            frame: 0,
            slice: 0,
            labels: image,
            channels: [.float32([1, .nan, 3, 4])]
        )
        let first = try #require(measured.first?.intensities.first)
        #expect(first.mean.isNaN && first.minimum.isNaN && first.maximum.isNaN)
        #expect(measured.last.map(numbers)?.suffix(3) == [4, 4, 4])
    }

    @Test("sums beyond 32 bits and float precision are exact")
    func largeSums() {
        let size = ImageSize(width: 1_000, height: 100)
        var pixels = [UInt32](repeating: .max, count: size.pixelCount)
        pixels[0] = .max - 99_999
        let image = LabelImage(size: size, labels: [UInt32](repeating: 1, count: size.pixelCount), count: 1)
        let measured = ObjectMeasurement.measure(frame: 0, slice: 0, labels: image, channels: [.uint32(pixels)])
        #expect(measured.first?.intensities.first?.mean == 4_294_967_295 - 0.99999)
        #expect(measured.first?.centroidColumn == 499.5 && measured.first?.centroidRow == 49.5)
    }

    /// The key, area, centroid and bounding box, then mean, minimum and maximum of each channel.
    private func numbers(_ object: ObjectMeasurement) -> [Double] {
        let box = object.boundingBox
        let counts = [
            object.frame, object.slice, object.label, object.area,
            box.firstRow, box.firstColumn, box.endRow, box.endColumn,
        ]
        return counts.map { Double($0) } + [object.centroidRow, object.centroidColumn]
            + object.intensities.flatMap { [$0.mean, $0.minimum, $0.maximum] }
    }

    private func bruteForce(_ image: LabelImage, _ channels: [PixelValues]) -> [[Double]] {
        (0...image.count).dropFirst().compactMap { label in
            let inside = image.labels.indices.filter { image.labels[$0] == UInt32(label) }
            let rows = inside.map { $0 / image.size.width }
            let columns = inside.map { $0 % image.size.width }
            guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max()
            else { return nil }
            let count = Double(inside.count)
            let counts = [2, 3, label, inside.count, top, left, bottom + 1, right + 1].map { Double($0) }
            let rowMean = rows.map { Double($0) }.reduce(0, +) / count
            let columnMean = columns.map { Double($0) }.reduce(0, +) / count
            return counts + [rowMean, columnMean]
                + channels.flatMap { channel -> [Double] in
                    let values = inside.map { value(channel, $0) }
                    return [values.reduce(0, +) / count, values.min() ?? .nan, values.max() ?? .nan]
                }
        }
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
