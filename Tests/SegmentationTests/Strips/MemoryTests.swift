import Classifiers
import Features
import Imaging
import Segmentation
import Testing

@Suite("A device with too little memory", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
struct MemoryTests {
    private static let request = SegmentationRequest(positiveClass: 1, products: Set(Product.allCases))

    private static func classifier() throws -> Classifier {
        let tokens = "original gaussian_blur=1 gaussian_blur=5 top_hat_box=5 sobel_of_gaussian_blur=2 median_box=1"
        let plan = try FeaturePlan(FeatureSpecification(parsing: tokens))
        var random = RandomData(1)
        let forest = random.forest(features: 6, classes: 3, trees: 20, depth: 5, thresholds: 0...60_000)
        return Classifier(plan: plan, forest: forest, positiveClass: 1)
    }

    /// An engine that may use the host, on a device with `limit` bytes of memory.
    private static func engine(_ limit: Int) throws -> SegmentationEngine {
        var options = EngineOptions()
        options.memoryLimit = limit
        return try SegmentationEngine(selection: nil, options: options)
    }

    private static func plane(_ size: ImageSize) -> PixelValues {
        var random = RandomData(size.pixelCount)
        return random.plane(size, .uint16)
    }

    private static func segment(_ engine: SegmentationEngine, _ size: ImageSize) throws -> SegmentationResult {
        try engine.segment(channels: [plane(size)], size: size, classifier: classifier(), request: request) {}
    }

    private static func expected(_ size: ImageSize) throws -> SegmentationResult {
        try segment(TestDevice.host(), size)
    }

    @Test("smaller strips give the same, and a note says how small")
    func smallerStrips() throws {
        let size = ImageSize(width: 500, height: 300)
        let expected = try Self.expected(size)
        let free = try TestDevice.engine()
        #expect(try Self.segment(free, size) == expected)
        let peak = free.bufferBytes
        for percent in [90, 60, 40, 25] {
            let limit = peak * percent / 100
            let engine = try Self.engine(limit)
            #expect(engine.deviceKind == free.deviceKind && engine.warnings == free.warnings)
            var found = try Self.segment(engine, size)
            let note = try #require(found.notes.first, "\(percent) %")
            #expect(note.hasPrefix("the memory of \(free.deviceName) did not suffice for "))
            #expect(note.contains("rows; strips of ") && found.notes.count == 1, "\(percent) %: \(found.notes)")
            found.notes = []
            #expect(found == expected, "\(percent) %")
            #expect(engine.bufferBytes <= limit && engine.bufferBytes > 0)
            #expect(engine.deviceKind == free.deviceKind && engine.warnings == free.warnings)
        }
    }

    @Test("an image too large even so is the host's, and the next one the device's again")
    func tooLarge() throws {
        let free = try TestDevice.engine()
        let engine = try Self.engine(1_500_000)
        engine.measuresStages = true
        let wide = ImageSize(width: 12_000, height: 9)
        let expected = try Self.expected(wide)
        for _ in 0..<2 {
            var found = try Self.segment(engine, wide)
            let note = "the memory of \(free.deviceName) did not suffice; the host computed this image"
            #expect(found.notes == [note])
            found.notes = []
            #expect(found == expected)
            #expect(engine.deviceKind == free.deviceKind && engine.deviceName == free.deviceName)

            let small = ImageSize(width: 64, height: 40)
            #expect(try Self.segment(engine, small) == Self.expected(small))
            #expect(engine.stageTimes.contains { $0.name == "forest" && $0.bytes > 0 })
            #expect(engine.deviceKind == free.deviceKind && engine.warnings == free.warnings)
        }
    }

    @Test("features are the host's where the device has no room")
    func features() throws {
        let free = try TestDevice.engine()
        let engine = try Self.engine(1_500_000)
        let size = ImageSize(width: 12_000, height: 9)
        let plan = try Self.classifier().plan
        let plane = Self.plane(size)
        let found = try engine.features(of: plane, size: size, plan: plan)
        let expected = HostFeatures.evaluate(plan, plane: plane.floats, size: size)
        #expect(found.count == expected.count && zip(found, expected).allSatisfy { differences($0, $1) == 0 })
        #expect(engine.deviceKind == free.deviceKind && engine.warnings == free.warnings)
    }

    /// Memory runs out when some kernels have already been given to the device.
    @Test("labels are the host's where the device has no room")
    func labels() throws {
        let free = try TestDevice.engine()
        let engine = try Self.engine(1_000_000)
        let size = ImageSize(width: 40_000, height: 11)
        var random = RandomData(2)
        let mask = Mask(size: size, bytes: random.mask(size, share: 0.6))
        let expected = try TestDevice.host().labels(of: mask)
        for _ in 0..<5 {
            #expect(try engine.labels(of: mask) == expected)
            #expect(engine.deviceKind == free.deviceKind && engine.warnings == free.warnings)
        }
    }

    @Test("whatever the limit, images are segmented and nothing is thrown")
    func anyLimit() throws {
        let sizes = [ImageSize(width: 200, height: 150), ImageSize(width: 40, height: 30, depth: 9)]
        let expected = try sizes.map(Self.expected)
        var notes: Set<String> = []
        let limits = [
            0, 1_000, 100_000, 200_000, 300_000, 400_000, 500_000, 700_000, 1_000_000, 1_500_000, 3_000_000, 1 << 32,
        ]
        for limit in limits {
            let engine = try Self.engine(limit)
            let kind = engine.deviceKind
            for (size, expected) in zip(sizes, expected) {
                var found = try Self.segment(engine, size)
                if kind != "host" { notes.formUnion(found.notes.map { String($0.suffix(19)) }) }
                found.notes = []
                #expect(found == expected, "\(size), limit \(limit)")
            }
            #expect(engine.deviceKind == kind)
            #expect((kind == "host") == (engine.warnings.last?.hasPrefix("no OpenCL device is used") == true))
            #expect(limit < 1 << 32 || kind != "host")
            #expect(limit > 1_000 || kind == "host")
        }
        // Some were done in smaller strips.
        #expect(notes.contains { $0.hasSuffix("rows were used") }, "\(notes)")
    }
}
