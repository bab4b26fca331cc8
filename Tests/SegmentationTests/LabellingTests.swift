import Imaging
import Segmentation
import Testing

@Suite("Connected components in APOC's numbering")
struct LabellingTests {
    /// Flood fill, column by column: what the numbering is defined by.
    private static func floodFill(_ mask: [UInt8], _ size: ImageSize) -> LabelImage {
        var labels = [UInt32](repeating: 0, count: size.pixelCount)
        var count: UInt32 = 0
        for x in 0..<size.width {
            for y in 0..<size.height where mask[y * size.width + x] != 0 && labels[y * size.width + x] == 0 {
                count += 1
                labels[y * size.width + x] = count
                var open = [(x, y)]
                while let (x, y) = open.popLast() {
                    for (x, y) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
                    where x >= 0 && y >= 0 && x < size.width && y < size.height {
                        let at = y * size.width + x
                        guard mask[at] != 0, labels[at] == 0 else { continue }
                        labels[at] = count
                        open.append((x, y))
                    }
                }
            }
        }
        return LabelImage(size: size, labels: labels, count: Int(count))
    }

    private static func check(_ engine: SegmentationEngine) throws {
        for (index, size) in DeviceFeatureTests.sizes.enumerated() {
            var random = RandomData(index)
            for share in [0, 0.1, 0.4, 0.55, 0.65, 0.9, 1] {
                let mask = random.mask(size, share: share)
                let found = try engine.labels(of: Mask(size: size, bytes: mask))
                #expect(found == floodFill(mask, size), "\(size), share \(share)")
            }
            for (name, rule) in Self.patterns {
                let mask = (0..<size.pixelCount).map { rule($0 % size.width, $0 / size.width) ? UInt8(1) : 0 }
                #expect(
                    try engine.labels(of: Mask(size: size, bytes: mask)) == floodFill(mask, size),
                    "\(size), \(name)"
                )
            }
        }
        #expect(engine.deviceKind == "host" || engine.warnings == [])
    }

    private static let patterns: [(String, @Sendable (Int, Int) -> Bool)] = [
        ("checker", { ($0 + $1).isMultiple(of: 2) }),
        ("columns", { x, _ in x.isMultiple(of: 2) }),
        ("rows", { _, y in y.isMultiple(of: 2) }),
        ("comb open below", { x, y in x.isMultiple(of: 2) || y == 0 }),
        ("comb open above", { x, y in x.isMultiple(of: 2) || y == 30 }),
        ("serpentine", { x, y in y.isMultiple(of: 2) || (x == 0) == (y % 4 == 1) }),
        ("spiral of squares", { x, y in max(abs(x - 30), abs(y - 30)).isMultiple(of: 2) }),
    ]

    @Test("on the device", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
    func device() throws {
        try Self.check(TestDevice.engine())
    }

    @Test(
        "on the device, with rows that lie in several segments",
        .enabled(if: TestDevice.isPresent, "no OpenCL device")
    )
    func manySegments() throws {
        let size = ImageSize(width: 150, height: 700)
        var random = RandomData(3)
        for share in [0.3, 0.59] {
            let mask = random.mask(size, share: share)
            #expect(try TestDevice.engine().labels(of: Mask(size: size, bytes: mask)) == Self.floodFill(mask, size))
        }
    }

    @Test("on the host")
    func host() throws {
        try Self.check(TestDevice.host())
    }
}
