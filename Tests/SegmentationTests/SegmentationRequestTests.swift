import Classifiers
import Features
import Forests
import Imaging
import OpenCLRuntime
import Segmentation
import Testing

@Suite("Requests to the engine")
struct SegmentationRequestTests {
    private static let size = ImageSize(width: 40, height: 30)

    private static func classifier(channels: Int = 1, positive: Int? = nil) throws -> Classifier {
        let plan = try FeaturePlan(FeatureSpecification(parsing: "original gaussian_blur=2"))
        var random = RandomData(channels)
        let forest = random.forest(features: 2 * channels, classes: 2, trees: 9, depth: 3, thresholds: 0...255)
        return Classifier(plan: plan, forest: forest, positiveClass: positive)
    }

    private static func engines() throws -> [SegmentationEngine] {
        TestDevice.isPresent ? [TestDevice.host(), try TestDevice.engine()] : [TestDevice.host()]
    }

    private static func failure(_ work: () throws -> Void) -> String {
        do {
            try work()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("only what is asked for comes back")
    func products() throws {
        var random = RandomData(1)
        let plane = random.plane(Self.size, .uint8)
        for engine in try Self.engines() {
            for product in Product.allCases {
                let found = try engine.segment(
                    channels: [plane],
                    size: Self.size,
                    classifier: Self.classifier(positive: 1),
                    request: SegmentationRequest(products: [product])
                ) {}
                #expect((found.classMap != nil) == (product == .classMap))
                #expect(found.probabilities.count == (product == .probabilities ? 2 : 0))
                #expect((found.mask != nil) == (product == .mask))
                #expect((found.labels != nil) == (product == .labels))
            }
        }
    }

    @Test("the positive class of the file wins over the request's, and the mask is where it is")
    func positiveClass() throws {
        var random = RandomData(2)
        let plane = random.plane(Self.size, .uint16)
        for engine in try Self.engines() {
            for (file, asked, used) in [(1, 2, 1), (nil, 2, 2), (2, nil, 2)] as [(Int?, Int?, Int)] {
                let found = try engine.segment(
                    channels: [plane],
                    size: Self.size,
                    classifier: Self.classifier(positive: file),
                    request: SegmentationRequest(positiveClass: asked, products: [.classMap, .mask])
                ) {}
                let classes = try #require(found.classMap).classes
                #expect(found.mask == Mask(size: Self.size, bytes: classes.map { Int($0) == used ? 255 : 0 }))
            }
        }
    }

    @Test("what does not fit is refused with the numbers")
    func refusals() throws {
        let plane = PixelValues.uint8([UInt8](repeating: 0, count: Self.size.pixelCount))
        let labels = SegmentationRequest(products: [.labels])
        for engine in try Self.engines() {
            let channels = Self.failure {
                let two = try Self.classifier(channels: 2)
                _ = try engine.segment(channels: [plane], size: Self.size, classifier: two, request: labels) {}
            }
            #expect(channels.hasPrefix("the classifier needs 2 channels, the image has 1"))
            let positive = Self.failure {
                let one = try Self.classifier()
                _ = try engine.segment(channels: [plane], size: Self.size, classifier: one, request: labels) {}
            }
            #expect(positive.contains("set positive_class in the recipe"))
            let pixels = Self.failure {
                let one = try Self.classifier(positive: 1)
                _ = try engine.segment(channels: [.uint8([1, 0])], size: Self.size, classifier: one, request: labels) {}
            }
            #expect(pixels == "channel 0 has 2 pixels instead of 1200")
        }
    }

    @Test("progress is reported once a strip, and strips of several channels join exactly")
    func progress() throws {
        var random = RandomData(5)
        let planes = [random.plane(Self.size, .uint8), random.plane(Self.size, .float32)]
        let request = SegmentationRequest(positiveClass: 2, products: Set(Product.allCases))
        let classifier = try Self.classifier(channels: 2)
        let whole = try TestDevice.host().segment(
            channels: planes,
            size: Self.size,
            classifier: classifier,
            request: request
        ) {}
        for rows in [1, 4, 7, 16, 30, 500] {
            var engines = [TestDevice.host(stripRows: rows)]
            if TestDevice.isPresent { engines.append(try TestDevice.engine { $0.stripRows = rows }) }
            for engine in engines {
                var beats = 0
                let found = try engine.segment(
                    channels: planes,
                    size: Self.size,
                    classifier: classifier,
                    request: request
                ) { beats += 1 }
                #expect(found == whole, "strips of \(rows) rows on \(engine.deviceKind)")
                // The host says once more that it begins.
                let strips = (Self.size.height + min(rows, 30) - 1) / min(rows, 30)
                #expect(beats == strips + (engine.isOnHost ? 1 : 0))
            }
        }
    }

    @Test("a small memory for strips changes nothing", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
    func smallMemory() throws {
        let size = ImageSize(width: 300, height: 400)
        var random = RandomData(6)
        let plane = random.plane(size, .uint16)
        let request = SegmentationRequest(positiveClass: 2, products: Set(Product.allCases))
        var results: [SegmentationResult] = []
        var beats: [Int] = []
        for bytes in [1, 200_000, 1 << 30] {
            var count = 0
            let engine = try TestDevice.engine { $0.stripBytes = bytes }
            results.append(
                try engine.segment(channels: [plane], size: size, classifier: Self.classifier(), request: request) {
                    count += 1
                }
            )
            beats.append(count)
        }
        #expect(results[0] == results[2] && results[1] == results[2])
        #expect(beats[0] == 50 && beats[2] == 1 && (2..<50).contains(beats[1]), "\(beats)")
    }
}
