import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import Testing

@Suite("Forests on the device equal the host's", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
struct DeviceForestTests {
    private static let size = ImageSize(width: 149, height: 19)
    private static let request = SegmentationRequest(positiveClass: 1, products: Set(Product.allCases))

    private static func compare(_ forest: RandomForest, _ engines: [SegmentationEngine], seed: Int) throws {
        let plan = try FeaturePlan(FeatureSpecification(parsing: "original gaussian_blur=1 sobel=0"))
        let classifier = Classifier(plan: plan, forest: forest, positiveClass: 1)
        var random = RandomData(seed)
        let plane = random.plane(size, .uint8)
        let expected = try TestDevice.host().segment(
            channels: [plane],
            size: size,
            classifier: classifier,
            request: request
        ) {}
        for engine in engines {
            let found = try engine.segment(
                channels: [plane],
                size: size,
                classifier: classifier,
                request: request
            ) {}
            #expect(found.classMap == expected.classMap)
            #expect(found.probabilities.count == forest.classCount)
            #expect(zip(found.probabilities, expected.probabilities).allSatisfy { differences($0, $1) == 0 })
            #expect(found.mask == expected.mask)
            #expect(found.labels == expected.labels)
            #expect(engine.warnings == [])
        }
    }

    private static func engines() throws -> [SegmentationEngine] {
        try [1, 8, 16].map { lanes in try TestDevice.engine { $0.lanes = lanes } }
            + [TestDevice.engine { $0.walksForests = true }]
    }

    @Test("random forests of 1 to 255 classes")
    func classCounts() throws {
        let engines = try Self.engines()
        for classes in [1, 2, 3, 4, 5, 8, 9, 255] {
            var random = RandomData(classes)
            let forest = random.forest(
                features: 3,
                classes: classes,
                trees: classes > 9 ? 3 : 15,
                depth: 5,
                thresholds: 0...300
            )
            try Self.compare(forest, engines, seed: classes)
        }
    }

    @Test("trees from bare leaves to depth 12, and none at all")
    func depths() throws {
        let engines = try Self.engines()
        for depth in [0, 1, 2, 7, 12] {
            var random = RandomData(depth)
            let forest = random.forest(features: 3, classes: 2, trees: 20, depth: depth, thresholds: 0...300)
            try Self.compare(forest, engines, seed: depth)
        }
    }

    @Test("degenerate trees: chains of 40 splits, 41, and 3000")
    func chains() throws {
        let engines = try Self.engines()
        for length in [40, 41, 3000] {
            var random = RandomData(length)
            let forest = random.chain(features: 3, classes: 3, length: length, thresholds: 0...300)
            try Self.compare(forest, engines, seed: length)
        }
    }
}
