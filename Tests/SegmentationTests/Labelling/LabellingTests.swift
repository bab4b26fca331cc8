import Imaging
import Segmentation
import Testing

@Suite("Connected components in APOC's numbering")
struct LabellingTests {
    /// Around the lengths at which words, vectors and strips end.
    private static let planes = [
        (1, 1), (1, 9), (9, 1), (1, 131), (131, 1), (64, 1), (1, 65), (63, 2), (2, 3), (7, 5), (16, 9), (61, 47),
        (63, 33), (64, 33), (65, 70),
        (127, 130), (128, 20), (129, 64), (300, 71), (150, 700), (1_000, 40),
    ].map { ImageSize(width: $0, height: $1) }

    private static let volumes = [
        (1, 1, 2), (1, 1, 70), (1, 9, 40), (63, 5, 3), (128, 3, 2), (5, 4, 3), (70, 1, 7), (65, 7, 1), (65, 7, 2),
        (64, 17, 9), (31, 33, 32), (129, 40, 12),
        (20, 9, 90),
    ].map { ImageSize(width: $0, height: $1, depth: $2) }

    /// Flood fill from each pixel in turn, x outermost, then y, then z: what the numbering is defined by.
    private static func floodFill(_ mask: [UInt8], _ size: ImageSize) -> LabelImage {
        var labels = [UInt32](repeating: 0, count: size.pixelCount)
        var count: UInt32 = 0
        func open(_ x: Int, _ y: Int, _ z: Int) -> Bool {
            guard x >= 0, y >= 0, z >= 0, x < size.width, y < size.height, z < size.depth else { return false }
            let at = (z * size.height + y) * size.width + x
            guard mask[at] != 0, labels[at] == 0 else { return false }
            labels[at] = count
            return true
        }
        for x in 0..<size.width {
            for y in 0..<size.height {
                for z in 0..<size.depth {
                    count += 1
                    guard open(x, y, z) else {
                        count -= 1
                        continue
                    }
                    var border = [(x, y, z)]
                    while let (x, y, z) = border.popLast() {
                        let neighbours = [
                            (x - 1, y, z), (x + 1, y, z), (x, y - 1, z), (x, y + 1, z), (x, y, z - 1), (x, y, z + 1),
                        ]
                        border += neighbours.filter { open($0.0, $0.1, $0.2) }
                    }
                }
            }
        }
        return LabelImage(size: size, labels: labels, count: Int(count))
    }

    private static let patterns: [(String, @Sendable (Int, Int, Int) -> Bool)] = [
        ("empty", { _, _, _ in false }),
        ("full", { _, _, _ in true }),
        ("checker", { ($0 + $1 + $2).isMultiple(of: 2) }),
        ("other checker", { !($0 + $1 + $2).isMultiple(of: 2) }),
        ("columns", { x, _, _ in x.isMultiple(of: 2) }),
        ("rows", { _, y, _ in y.isMultiple(of: 2) }),
        ("slices", { _, _, z in z.isMultiple(of: 2) }),
        ("comb open below", { x, y, _ in x.isMultiple(of: 2) || y == 0 }),
        ("comb open above", { x, y, _ in x.isMultiple(of: 2) || y == 32 }),
        ("comb of slices", { x, y, z in z.isMultiple(of: 2) || (x == 3 && y == 2) }),
        ("serpentine", { x, y, _ in y.isMultiple(of: 2) || (x == 0) == (y % 4 == 1) }),
        ("upright serpentine", { x, y, _ in x.isMultiple(of: 2) || (y == 0) == (x % 4 == 1) }),
        ("serpentine of slices", { x, y, z in z.isMultiple(of: 2) || ((x == 0) == (z % 4 == 1) && y == 0) }),
        ("frames", { x, y, _ in max(abs(x - 30), abs(y - 30)).isMultiple(of: 2) }),
        ("spiral", { x, y, _ in spiral(x - 32, y - 32) }),
        ("steps to the left below", { x, y, z in (x + y + z) % 7 < 3 }),
        ("wedge", { x, y, _ in abs(x - 60) <= y }),
        ("branches", { x, y, z in (x + 2 * y + z) % 9 < 4 || y % 31 == 0 }),
    ]

    /// An arm one pixel wide around the origin: frames, each opened beside its corner and tied to the next.
    private static func spiral(_ x: Int, _ y: Int) -> Bool {
        let ring = max(abs(x), abs(y))
        let isGate = y == -ring + 1 && x == -ring
        return ring.isMultiple(of: 2) ? !isGate : y == -ring + 1 && x == -ring
    }

    private static func check(_ engine: SegmentationEngine, _ sizes: [ImageSize]) throws {
        for (index, size) in sizes.enumerated() {
            var random = RandomData(index)
            for share in [0.02, 0.1, 0.3, 0.5, 0.6, 0.65, 0.9] {
                let bytes = random.mask(size, share: share)
                let labels = try engine.labels(of: Mask(size: size, bytes: bytes))
                #expect(labels == floodFill(bytes, size), "\(size), share \(share)")
            }
            for (name, rule) in patterns {
                let bytes = (0..<size.pixelCount).map { index -> UInt8 in
                    let (row, x) = index.quotientAndRemainder(dividingBy: size.width)
                    return rule(x, row % size.height, row / size.height) ? 1 : 0
                }
                let labels = try engine.labels(of: Mask(size: size, bytes: bytes))
                #expect(labels == floodFill(bytes, size), "\(size), \(name)")
            }
        }
        #expect(engine.deviceKind == "host" || engine.warnings == [])
    }

    /// Small images of every shape and density.
    private static func checkSmall(_ engine: SegmentationEngine) throws {
        var random = RandomData(8)
        for _ in 0..<500 {
            let size = ImageSize(
                width: Int.random(in: 1...140, using: &random),
                height: Int.random(in: 1...20, using: &random),
                depth: Bool.random(using: &random) ? 1 : Int.random(in: 2...9, using: &random)
            )
            let bytes = random.mask(size, share: Double.random(in: 0...1, using: &random))
            let labels = try engine.labels(of: Mask(size: size, bytes: bytes))
            #expect(labels == floodFill(bytes, size), "\(size)")
        }
    }

    @Test(
        "on the device, as on a CPU and as on a GPU",
        .enabled(if: TestDevice.isPresent, "no OpenCL device"),
        arguments: [16, 8, 1]
    )
    func device(lanes: Int) throws {
        let engine = try TestDevice.engine { $0.lanes = lanes }
        try Self.check(engine, Self.planes)
        try Self.check(engine, Self.volumes)
        try Self.checkSmall(engine)
    }

    @Test("on the host")
    func host() throws {
        try Self.check(TestDevice.host(), Self.planes)
        try Self.check(TestDevice.host(), Self.volumes)
        try Self.checkSmall(TestDevice.host())
    }

    @Test(
        "large images, again and again",
        .enabled(if: TestDevice.isPresent, "no OpenCL device"),
        arguments: [16, 8, 1]
    )
    func large(lanes: Int) throws {
        let engine = try TestDevice.engine { $0.lanes = lanes }
        var random = RandomData(3)
        for size in [ImageSize(width: 1_100, height: 900), ImageSize(width: 200, height: 150, depth: 70)] {
            for share in [0.3, 0.59, 0.7] {
                let mask = Mask(size: size, bytes: random.mask(size, share: share))
                let expected = try TestDevice.host().labels(of: mask)
                for _ in 0..<5 {
                    #expect(try engine.labels(of: mask) == expected, "\(size), share \(share)")
                }
            }
        }
    }
}
