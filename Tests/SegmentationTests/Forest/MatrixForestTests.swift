import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import Testing

@Suite(
    "Averaged forests of features chosen in a matrix, of three channels, are on the device what they are on the host",
    .enabled(if: TestDevice.isPresent, "no OpenCL device")
)
struct MatrixForestTests {
    private typealias Selection = Features.FeatureSelection

    private static let channels = 3

    /// Narrow and wide filters of every kind; of volumes every other scale slice by slice.
    private static func plan(dimensions: Int) throws -> FeaturePlan {
        let entries = Selection.Kind.allCases.flatMap { kind in
            [0.7, 1, 3.5].enumerated().map { Selection.Entry(kind, sigma: $1, isPlanar: $0 != 1) }
        }
        return try FeaturePlan(Selection(entries), dimensions: dimensions)
    }

    /// A stage whose thresholds are values that its inputs have.
    private static func stage(
        _ plan: FeaturePlan,
        _ values: [[Float]],
        classes: Int,
        earlier: [Classifier],
        _ random: inout RandomData
    ) throws -> Classifier {
        let thresholds = values.map { values in (0..<9).map { _ in values.randomElement(using: &random) ?? 0 } }
        var sketch = ForestSketch(featureCount: values.count, classCount: classes)
        for _ in 0..<40 { sketch.addRandom(depth: 7, thresholds: thresholds, &random) }
        sketch.forestSizes = [13, 1, 26]
        return try Classifier(
            kind: .pixelClassifier,
            plan: plan,
            forest: sketch.forest,
            dimensions: plan.dimensions,
            earlierStages: earlier
        )
    }

    private static func inputs(_ plan: FeaturePlan, _ channels: [PixelValues], _ size: ImageSize) -> [[Float]] {
        channels.flatMap { HostFeatures.evaluate(plan, plane: $0.floats, size: size) }
    }

    private static func request(_ size: ImageSize) -> SegmentationRequest {
        var request = SegmentationRequest(positiveClass: 1, products: Set(Product.allCases))
        request.sample = PixelSample(of: size)
        return request
    }

    /// Expects what the host gives, from devices with vectors of every width and strips of any height.
    private static func check(_ classifier: Classifier, _ channels: [PixelValues], _ size: ImageSize) throws {
        func segment(_ engine: SegmentationEngine) throws -> SegmentationResult {
            try engine.segment(channels: channels, size: size, classifier: classifier, request: request(size)) {}
        }
        let expected = try segment(TestDevice.host())
        let shares = Set(expected.probabilities.joined())
        #expect(shares.count > 50 && Set(expected.classMap?.classes ?? []).count > 1)
        for (lanes, rows) in [(1, nil), (8, nil), (16, nil), (1, 8), (8, 1), (16, 8), (8, 13)] as [(Int, Int?)] {
            let engine = try TestDevice.engine { options in (options.lanes, options.stripRows) = (lanes, rows) }
            let found = try segment(engine)
            let about = "\(size), \(lanes) lanes, \(rows ?? 0) rows, \(classifier.stages.count) stage(s)"
            #expect(engine.warnings == [] && !engine.isOnHost && found.notes == [], "\(about)")
            #expect(found.classMap == expected.classMap, "\(about)")
            #expect(found.mask == expected.mask && found.labels == expected.labels, "\(about)")
            let differ = zip(found.probabilities, expected.probabilities).map { differences($0, $1) }
            #expect(differ == expected.probabilities.map { _ in 0 }, "\(about)")
            let sampled = zip(found.sampledFeatures, expected.sampledFeatures).map { differences($0, $1) }
            #expect(sampled == expected.sampledFeatures.map { _ in 0 } && sampled.count > 0, "\(about)")
        }
    }

    @Test("one stage and two, planes and volumes", arguments: [PixelType.uint8, .uint16, .float32], [1, 2])
    func forests(type: PixelType, stages: Int) throws {
        let sizes = [ImageSize(width: 61, height: 45), ImageSize(width: 35, height: 21, depth: 6)]
        for size in sizes {
            var random = RandomData(stages)
            let plan = try Self.plan(dimensions: size.is3D ? 3 : 2)
            var channels = (0..<Self.channels).map { _ in random.plane(size, type) }
            if type == .float32 {
                channels = channels.map { .float32($0.floats.map { abs($0) / (1 + abs($0)) }) }
            }
            let first = try Self.stage(plan, Self.inputs(plan, channels, size), classes: 3, earlier: [], &random)
            guard stages == 2 else {
                try Self.check(first, channels, size)
                continue
            }
            // The second stage's thresholds are values of what the host makes of the first one's probabilities.
            var notes: [String] = []
            let blank = try Self.stage(
                plan,
                (0..<(Self.channels + 3) * plan.outputs.count).map { _ in [0] },
                classes: 2,
                earlier: [first],
                &random
            )
            let all = try TestDevice.host()
                .lastStageChannels(of: channels, size: size, classifier: blank, notes: &notes) {}
            let last = try Self.stage(plan, Self.inputs(plan, all, size), classes: 2, earlier: [first], &random)
            try Self.check(last, channels, size)
        }
    }
}
