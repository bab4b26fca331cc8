import Classifiers
import Features
import Forests
import Imaging
import Testing
import Worker
import WorkerProtocol

@Suite("The memory of images for averaged forests")
struct AveragedMemoryTests {
    /// Two trees, two forests, all scales of ilastik.
    private static func classifier() throws -> Classifier {
        let entries = FeatureSelection.Kind.allCases.flatMap { kind in
            [0.7, 1, 1.6, 3.5, 5, 10].map { FeatureSelection.Entry(kind, sigma: $0, isPlanar: true) }
        }
        let plan = try FeaturePlan(FeatureSelection(entries), dimensions: 2)
        var split = ForestNode.split(feature: 0, threshold: 1)
        (split.less, split.otherwise) = (1, 2)
        var other = ForestNode.split(feature: 1, threshold: 1)
        (other.less, other.otherwise) = (4, 5)
        return try Classifier(
            kind: .pixelClassifier,
            plan: plan,
            forest: RandomForest(
                featureCount: plan.outputs.count,
                classCount: 2,
                roots: [0, 3],
                nodes: [split, .leaf(0), .leaf(1), other, .leaf(2), .leaf(3)],
                leafWeights: [1, 0, 0, 1, 1, 0, 0, 1],
                depth: 1,
                forestSizes: [1, 1]
            ),
            dimensions: 2
        )
    }

    @Test("is the host's, whose work they would be, where pixels may be no numbers, else the device's")
    func host() throws {
        let bench = try StripBench()
        let classifier = try Self.classifier()
        let recipe = Recipe(
            steps: [.classifyPixels(classifier: "x", foreground: .positiveClass(2)), .connectComponents],
            outputs: [.overlay]
        )
        let small = try bench.result(bench.write("numpy.zeros((60, 60), 'uint8')"), classifier, recipe)
        guard small.report.engine.engine.kind != "host" else { return }
        /// What an image is said to need, of one that is refused.
        func gigabytes(_ type: String) throws -> Double {
            let path = try bench.write("numpy.zeros((150, 8000), '\(type)')")
            let failure = try #require(
                #expect(throws: Failure.self) { try bench.result(path, classifier, recipe, memory: 1 << 20) }
            )
            #expect(failure.kind == "image_too_large")
            let words = failure.message.split(separator: " ")
            let place = try #require(words.firstIndex(of: "GB"))
            return try #require(Double(words[place - 1]))
        }
        let (whole, float) = (try gigabytes("int32"), try gigabytes("float32"))
        #expect(float > whole + 0.1, "\(float), \(whole)")
        #expect(try gigabytes("int64") == float)
    }
}
