import Classifiers
import Features
import Forests
import Imaging
import Testing
import Worker
import WorkerProtocol

@Suite("Classifiers of several stages in the worker")
struct StripedStagesTests {
    /// Two stages of averaged forests: the first tells three classes by brightness, the second goes by how much of the
    /// second class is around.
    private static func classifier(scale: Float) throws -> Classifier {
        let plan = try FeaturePlan(FeatureSpecification(parsing: "original gaussian_blur=2"))
        func stage(
            inputs: Int,
            splits: [(Int32, Float)],
            classes: Int,
            _ earlier: [Classifier]
        ) throws -> Classifier {
            var nodes: [ForestNode] = []
            var weights: [Double] = []
            for (tree, split) in splits.enumerated() {
                let first = Int32(nodes.count)
                var node = ForestNode.split(feature: split.0, threshold: split.1)
                (node.less, node.otherwise) = (first + 1, first + 2)
                nodes += [node, .leaf(Int32(2 * tree)), .leaf(Int32(2 * tree + 1))]
                for side in 0..<2 {
                    weights += (0..<classes).map { Double(Float(($0 + side + tree) % classes) / 3) }
                }
            }
            return try Classifier(
                kind: .pixelClassifier,
                plan: plan,
                forest: RandomForest(
                    featureCount: inputs,
                    classCount: classes,
                    roots: splits.indices.map { Int32(3 * $0) },
                    nodes: nodes,
                    leafWeights: weights,
                    depth: 1,
                    forestSizes: [1, splits.count - 1]
                ),
                dimensions: 2,
                earlierStages: earlier
            )
        }
        let first = try stage(
            inputs: 2,
            splits: [(0, 12), (1, 18), (1, 22), (0, 31), (1, 20)],
            classes: 3,
            []
        )
        // Channel 1 … 3 are the first stage's probabilities.
        let splits: [(Int32, Float)] = [
            (3, 0.3 * scale), (5, 0.34 * scale), (7, 0.35 * scale), (4, 0.3 * scale), (1, 19.5),
        ]
        return try stage(inputs: 8, splits: splits, classes: 2, [first])
    }

    @Test("give by strips what whole planes give", arguments: ["uint8", "uint16", "int16", "float32"])
    func strips(type: String) throws {
        let scales: [String: Float] = ["uint8": 255, "uint16": 65_535, "int16": 32_767]
        let classifier = try Self.classifier(scale: scales[type] ?? 1)
        let bench = try StripBench()
        let path = try bench.write("numpy.random.default_rng(6).integers(0, 40, (83, 71)).astype('\(type)')")
        let recipe = Recipe(
            steps: [.classifyPixels(classifier: "x", foreground: .positiveClass(2)), .connectComponents],
            outputs: [.mask, .labels, .classes, .probabilities, .uncertainty, .objects]
        )
        let whole = try bench.result(path, classifier, recipe)
        for rows in [1, 5, 16, 40] {
            let isSame = try bench.result(path, classifier, recipe, rows: rows) == whole
            #expect(isSame, "strips of \(rows) rows")
        }
        let objects = try #require(whole.report.planes.first?.objects)
        let share = try #require(whole.report.planes.first?.foregroundShare)
        // The scale of the probabilities decides: with another one, a class is everywhere or nowhere.
        #expect(objects > 10 && share > 0.05 && share < 0.95, "\(objects) objects, \(share)")
        #expect(whole.report.quality?.doubt?.pixels ?? 0 > 10)
    }

    @Test("an image with other channels is told what the first stage takes")
    func channels() throws {
        let bench = try StripBench()
        let path = try bench.write("numpy.zeros((2, 40, 30), 'uint8'), imagej=True, metadata={'axes': 'CYX'}")
        let recipe = Recipe(steps: [.classifyPixels(classifier: "x", foreground: nil)], outputs: [.classes])
        let failure = try #require(
            #expect(throws: Failure.self) { try bench.result(path, Self.classifier(scale: 255), recipe) }
        )
        #expect(failure.kind == "channel_mismatch")
        #expect(failure.message.contains("trained on 1 (2 inputs, 2 features a channel, in the first of 2 stages)"))
    }
}
