import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import Testing

@Suite("Classifiers of several stages")
struct StagesTests {
    private static let specification = "original gaussian_blur=2 difference_of_gaussian=1"
    private static let features = 3

    /// A classifier of `channels` channels whose first stage has three classes, and whose last stage has two.
    private static func classifier(channels: Int, seed: Int, scale: Float, depth: Int = 5) throws -> Classifier {
        let plan = try FeaturePlan(FeatureSpecification(parsing: specification))
        var random = RandomData(seed)
        func stage(_ inputs: Int, _ classes: Int, _ earlier: [Classifier]) throws -> Classifier {
            var sketch = ForestSketch(featureCount: inputs * features, classCount: classes)
            let thresholds = (0..<inputs * features).map { input -> [Float] in
                let isDifference = input % features == 2
                return (0..<12).map { _ in Float.random(in: isDifference ? -0.2...0.2 : 0...1, using: &random) * scale }
            }
            for _ in 0..<20 { sketch.addRandom(depth: depth, thresholds: thresholds, &random) }
            sketch.forestSizes = [7, 7, 6]
            return try Classifier(
                kind: .pixelClassifier,
                plan: plan,
                forest: sketch.forest,
                dimensions: 2,
                earlierStages: earlier
            )
        }
        return try stage(channels + 3, 2, [stage(channels, 3, [])])
    }

    private static func image(_ size: ImageSize, _ type: PixelType, _ random: inout RandomData) -> PixelValues {
        guard type == .float32 else { return random.plane(size, type) }
        return .float32((0..<size.pixelCount).map { _ in Float.random(in: 0...1, using: &random) })
    }

    private static let scales: [PixelType: Float] = [.uint8: 255, .uint16: 65_535, .uint32: 4_294_967_296, .float32: 1]

    private static func request(_ size: ImageSize) -> SegmentationRequest {
        var request = SegmentationRequest(positiveClass: 1, products: Set(Product.allCases))
        request.sample = PixelSample(of: size)
        return request
    }

    private static func segment(
        _ engine: SegmentationEngine,
        _ channels: [PixelValues],
        _ size: ImageSize,
        _ classifier: Classifier
    ) throws -> SegmentationResult {
        try engine.segment(channels: channels, size: size, classifier: classifier, request: request(size)) {}
    }

    private static func expectSame(_ found: SegmentationResult, _ expected: SegmentationResult, _ about: String) {
        #expect(found.classMap == expected.classMap, "\(about)")
        #expect(found.mask == expected.mask && found.labels == expected.labels, "\(about)")
        #expect(found.probabilities.map { $0.map(\.bitPattern) } == expected.probabilities.map { $0.map(\.bitPattern) })
        #expect(found.sampledFeatures == expected.sampledFeatures, "\(about)")
        #expect(found.notes == expected.notes)
    }

    @Test(
        "the last one takes the probabilities of the one before as pixels of the image's type",
        arguments: PixelType.allCases
    )
    func byHand(type: PixelType) throws {
        let size = ImageSize(width: 67, height: 53)
        var random = RandomData(7)
        let classifier = try Self.classifier(channels: 2, seed: 3, scale: Self.scales[type] ?? 1)
        let channels = [Self.image(size, type, &random), Self.image(size, type, &random)]
        let host = TestDevice.host()
        let first = try Self.segment(host, channels, size, classifier.earlierStages[0])
        #expect(first.probabilities.count == 3 && Set(first.probabilities.joined()).count > 100)
        let given = first.probabilities.map { plane -> PixelValues in
            switch type {
            case .uint8: .uint8(plane.map { UInt8(Float(255) * $0) })
            case .uint16: .uint16(plane.map { UInt16(Float(65_535) * $0) })
            // 1 would be one more than there is.
            case .uint32: .uint32(plane.map { $0 >= 1 ? .max : UInt32(Float(4_294_967_296) * $0) })
            case .float32: .float32(plane)
            }
        }
        let alone = try Classifier(
            kind: .pixelClassifier,
            plan: classifier.plan,
            forest: classifier.forest,
            dimensions: 2
        )
        #expect(classifier.channelCount == 2 && alone.channelCount == 5)
        let expected = try Self.segment(host, channels + given, size, alone)
        let found = try Self.segment(host, channels, size, classifier)
        Self.expectSame(found, expected, "\(type)")
        #expect(found.sampledFeatures.count == 15 && Set(found.probabilities.joined()).count > 100)
    }

    @Test(
        "devices give what the host gives, in strips of any height, planes and volumes",
        .enabled(if: TestDevice.isPresent, "no OpenCL device"),
        arguments: PixelType.allCases
    )
    func devices(type: PixelType) throws {
        let classifier = try Self.classifier(channels: 1, seed: 5, scale: Self.scales[type] ?? 1)
        for size in [ImageSize(width: 67, height: 53), ImageSize(width: 41, height: 27, depth: 3)] {
            var random = RandomData(8)
            let channels = [Self.image(size, type, &random)]
            let expected = try Self.segment(TestDevice.host(), channels, size, classifier)
            for rows in [1, 8, 13] {
                let host = try Self.segment(TestDevice.host(stripRows: rows), channels, size, classifier)
                Self.expectSame(host, expected, "host, \(rows) rows")
            }
            for (lanes, rows) in [(8, nil), (16, 8), (1, 13), (8, 1)] as [(Int, Int?)] {
                let engine = try TestDevice.engine { options in (options.lanes, options.stripRows) = (lanes, rows) }
                var beats = 0
                let found = try engine.segment(
                    channels: channels,
                    size: size,
                    classifier: classifier,
                    request: Self.request(size)
                ) { beats += 1 }
                Self.expectSame(found, expected, "\(size), \(lanes) lanes, \(rows ?? 0) rows")
                #expect(beats >= 2 * (rows.map { (size.height + $0 - 1) / $0 } ?? 1))
                #expect(engine.warnings == [] && !engine.isOnHost)
            }
        }
    }

    @Test("rows follow exactly from those around them as far as all stages reach, and not from fewer")
    func halo() throws {
        let size = ImageSize(width: 31, height: 90)
        var random = RandomData(9)
        let classifier = try Self.classifier(channels: 1, seed: 6, scale: 255, depth: 9)
        let halo = classifier.halo
        #expect(halo == 2 * classifier.plan.halo && halo > 0)
        let channels = [Self.image(size, .uint8, &random)]
        let whole = try Self.segment(TestDevice.host(), channels, size, classifier)
        var differ = 0
        for start in stride(from: 0, to: 90, by: 6) {
            for reach in [halo, classifier.plan.halo / 2] {
                let rows = max(0, start - reach)..<min(90, start + 6 + reach)
                let part = ImageSize(width: 31, height: rows.count)
                let crop = [channels[0][rows.lowerBound * 31..<rows.upperBound * 31]]
                let result = try Self.segment(TestDevice.host(), crop, part, classifier)
                let inner = (start - rows.lowerBound) * 31..<(start + 6 - rows.lowerBound) * 31
                let found = result.probabilities.map { $0[inner].map(\.bitPattern) }
                let expected = whole.probabilities.map { $0[start * 31..<(start + 6) * 31].map(\.bitPattern) }
                if reach == halo { #expect(found == expected, "rows from \(start)") }
                if found != expected { differ += 1 }
            }
        }
        #expect(differ > 0)
    }

    @Test("what probabilities become can be said, for stored types that are none of ours")
    func maximum() throws {
        let size = ImageSize(width: 31, height: 29)
        var random = RandomData(10)
        let classifier = try Self.classifier(channels: 1, seed: 7, scale: 32_767)
        let channels = [PixelValues.float32(Self.image(size, .uint16, &random).floats.map { ($0 / 2).rounded(.down) })]
        var notes: [String] = []
        let all = try TestDevice.host().lastStageChannels(
            of: channels,
            size: size,
            classifier: classifier,
            maximum: 32_767,
            notes: &notes
        ) {}
        let first = try Self.segment(TestDevice.host(), channels, size, classifier.earlierStages[0])
        let expected = first.probabilities.map { plane in PixelValues.float32(plane.map { Float(Int16($0 * 32_767)) }) }
        #expect(all == channels + expected && notes == [])
    }

    @Test(
        "as pixels of 32 bits probabilities are the device's work, as those of 64 bits the host's, and that is said",
        .enabled(if: TestDevice.isPresent, "no OpenCL device"),
        arguments: [0x1p31, 0x1p63] as [Float]
    )
    func large(maximum: Float) throws {
        let size = ImageSize(width: 67, height: 53)
        var random = RandomData(12)
        let classifier = try Self.classifier(channels: 1, seed: 9, scale: maximum)
        let channels = [
            PixelValues.float32(
                (0..<size.pixelCount).map { _ in Float.random(in: -0x1p31...0x1p31, using: &random).rounded() }
            )
        ]
        var request = Self.request(size)
        request.stageMaximum = maximum
        let engine = try TestDevice.engine()
        let found = try engine.segment(channels: channels, size: size, classifier: classifier, request: request) {}
        let expected = try TestDevice.host()
            .segment(channels: channels, size: size, classifier: classifier, request: request) {}
        #expect(engine.isOnHost == (maximum > 0x1p31))
        #expect(found.notes.map { $0.contains("64-bit") } == (engine.isOnHost ? [true] : []))
        #expect(found.classMap == expected.classMap && found.probabilities == expected.probabilities)
        #expect(Set(found.probabilities.joined()).count > (engine.isOnHost ? 1 : 100))
    }

    @Test("an image that the host computes says so once")
    func notANumber() throws {
        try #require(TestDevice.isPresent, "no OpenCL device")
        let size = ImageSize(width: 31, height: 29)
        var random = RandomData(11)
        var pixels = Self.image(size, .float32, &random).floats
        pixels[400] = .nan
        let classifier = try Self.classifier(channels: 1, seed: 8, scale: 1)
        let found = try Self.segment(TestDevice.engine(), [.float32(pixels)], size, classifier)
        let expected = try Self.segment(TestDevice.host(), [.float32(pixels)], size, classifier)
        #expect(found.classMap == expected.classMap && found.notes.count == 1)
        #expect(found.probabilities == expected.probabilities && found.probabilities[0][400] == 0)
    }
}
