import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import Testing

/// The pixels are the features here, so that these can have any value.
@Suite(
    "Forests on the device do what their definition says, for every value of a feature",
    .enabled(if: TestDevice.isPresent, "no OpenCL device")
)
struct ForestValueTests {
    static let size = ImageSize(width: 149, height: 9)

    /// How a device evaluates forests.
    enum Way: CaseIterable, Sendable {
        case vectorsOf8
        case vectorsOf16
        /// As with AVX-512.
        case searchTrees
        /// Pixel by pixel, as on a GPU.
        case single
        /// Pixel by pixel, though there are vectors.
        case walking

        func engine() throws -> SegmentationEngine {
            try TestDevice.engine { options in
                options.lanes = [.vectorsOf16: 16, .searchTrees: 16, .single: 1][self] ?? 8
                options.emulatesPermutes = self == .searchTrees
                options.walksForests = self == .walking
            }
        }
    }

    private static func segment(
        _ engine: SegmentationEngine,
        _ forest: RandomForest,
        _ planes: [[Float]],
        _ products: Set<Product>
    ) throws -> SegmentationResult {
        let plan = try FeaturePlan(FeatureSpecification(parsing: "original"))
        return try engine.segment(
            channels: planes.map { .float32($0) },
            size: size,
            classifier: Classifier(plan: plan, forest: forest, positiveClass: 1),
            request: SegmentationRequest(products: products)
        ) {}
    }

    /// Expects what the definition says, of classes alone and of classes with probabilities.
    static func compare(
        _ engine: SegmentationEngine,
        _ forest: RandomForest,
        _ planes: [[Float]],
        _ about: String
    ) throws {
        let expected = ForestDefinition(forest, planes, size: size)
        // Classes alone and classes with votes are different kernels.
        let alone = try segment(engine, forest, planes, [.classMap, .mask])
        #expect(alone.classMap == expected.classMap, "classes alone, \(about)")
        #expect(alone.mask == expected.mask, "classes alone, \(about)")
        let voted = try segment(engine, forest, planes, [.classMap, .mask, .probabilities])
        #expect(voted.classMap == expected.classMap, "with votes, \(about)")
        #expect(voted.mask == expected.mask, "with votes, \(about)")
        try #require(voted.probabilities.count == expected.probabilities.count)
        let different = zip(voted.probabilities, expected.probabilities).filter { differences($0, $1) > 0 }.count
        #expect(different == 0, "planes of probabilities, \(about)")
        #expect(alone.notes == [] && voted.notes == [] && engine.warnings == [])
    }

    @Test("random trees of every shape, split where floats are hard to tell apart", arguments: Way.allCases)
    func shapes(way: Way) throws {
        let engine = try way.engine()
        let shapes =
            [
                (2, 12, 6), (1, 3, 4), (3, 6, 20), (255, 4, 2), (9, 0, 3), (5, 9, 8), (2, 1, 200),
            ] as [(classes: Int, depth: Int, trees: Int)]
        for (number, family) in ThresholdFamily.allCases.enumerated() {
            // Every shape meets every other family, one after the other.
            for (index, shape) in shapes.enumerated() where (index + number) % 2 == 0 {
                var random = RandomData(100 * number + index)
                // The features of one forest are of different kinds, the first is of this family.
                let others = (0..<2).map { _ in ThresholdFamily.allCases.randomElement(using: &random) ?? family }
                let thresholds = ([family] + others).map { $0.thresholds(&random) }
                let planes = thresholds.map { random.values(around: $0, count: Self.size.pixelCount) }
                var sketch = ForestSketch(featureCount: 3, classCount: shape.classes)
                for _ in 0..<shape.trees { sketch.addRandom(depth: shape.depth, thresholds: thresholds, &random) }
                if index == 0 { sketch.addChain(length: 45, thresholds: thresholds, &random) }
                try Self.compare(engine, sketch.forest, planes, "\(family), \(shape)")
            }
        }
    }

    /// Thresholds not above `value`; all of them for NaN.
    private static func rank(_ value: Float, _ thresholds: [Float]) -> Int { thresholds.count { !(value < $0) } }

    @Test("the rank of a value among thresholds is the number of those it is not below", arguments: Way.allCases)
    func ranks(way: Way) throws {
        let engine = try way.engine()
        for (number, family) in ThresholdFamily.allCases.enumerated() {
            for seed in 0..<4 {
                var random = RandomData(1000 + 100 * number + seed)
                let all = family.thresholds(&random)
                // Few ones too, down to one.
                let thresholds = Array(all.shuffled(using: &random).prefix(all.count >> (seed / 2 * 2) | 1)).sorted()
                let plane = random.values(around: thresholds, count: Self.size.pixelCount)
                let ranks = plane.map { Self.rank($0, thresholds) }

                // One vote a threshold: the second class gets as many as the rank is.
                var stumps = ForestSketch(featureCount: 1, classCount: 2)
                for threshold in thresholds { stumps.addStump(threshold) }
                let votes = try Self.segment(engine, stumps.forest, [plane], [.probabilities]).probabilities
                let shares = ranks.map { Float($0) / Float(thresholds.count) }
                #expect(differences(votes[1], shares) == 0, "votes, \(family), seed \(seed)")

                // A class a rank, as far as there are classes; one forest with as many as there can be.
                let classes = min(thresholds.count + 1, seed == 0 ? 255 : 12)
                var search = ForestSketch(featureCount: 1, classCount: classes)
                search.addSearch(thresholds)
                let found = try Self.segment(engine, search.forest, [plane], [.classMap]).classMap?.classes
                #expect(found == ranks.map { UInt8($0 % classes + 1) }, "classes, \(family), seed \(seed)")
            }
        }
        #expect(engine.warnings == [])
    }
}
