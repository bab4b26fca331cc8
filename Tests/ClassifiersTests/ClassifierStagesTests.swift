import Classifiers
import Features
import Forests
import Testing

@Suite("Classifiers of several stages, and forests that are none")
struct ClassifierStagesTests {
    /// A classifier of one split whose forest takes `inputs` inputs for two features a channel.
    private static func stage(
        inputs: Int,
        classes: Int = 2,
        kind: ClassifierKind = .pixelClassifier,
        dimensions: Int? = 2,
        earlier: [Classifier] = [],
        change: (inout RandomForest) -> Void = { _ in }
    ) throws -> Classifier {
        var forest = RandomForest(
            featureCount: inputs,
            classCount: classes,
            roots: [0],
            nodes: [ForestNode(feature: 0, threshold: 0.5, less: 1, otherwise: 2, leaf: -1), .leaf(0), .leaf(1)],
            leafWeights: [Double](repeating: 1, count: 2 * classes),
            depth: 1,
            forestSizes: [1]
        )
        change(&forest)
        return try Classifier(
            kind: kind,
            plan: FeaturePlan(FeatureSpecification(parsing: "original gaussian_blur=3")),
            forest: forest,
            dimensions: dimensions,
            earlierStages: earlier
        )
    }

    @Test("the channels are those of the image; what a stage gives is counted with the next")
    func channels() throws {
        let first = try Self.stage(inputs: 4, classes: 3)
        let last = try Self.stage(inputs: 10, earlier: [first])
        #expect(first.channelCount == 2 && last.channelCount == 2)
        #expect(last.halo == first.halo + last.plan.halo && last.stages.count == 2)
        // Each stage stands for itself: the middle one takes two channels of the image and three of the first stage.
        let middle = try Self.stage(inputs: 10, classes: 4)
        #expect(try Self.stage(inputs: 12, earlier: [first, middle]).channelCount == 2)
    }

    @Test("stages that do not fit together are refused")
    func refused() throws {
        func refusal(_ make: () throws -> Classifier) throws -> String {
            try #require(#expect(throws: ClassifierError.self) { try make() }).description
        }
        let first = try Self.stage(inputs: 4, classes: 3)
        // The image's channels are one for the last stage, two for the first.
        #expect(try refusal { try Self.stage(inputs: 8, earlier: [first]) }.contains("2 channel(s), the last one 1"))
        #expect(try refusal { try Self.stage(inputs: 6, earlier: [first]) }.contains("6 inputs"))
        #expect(try refusal { try Self.stage(inputs: 10, dimensions: 3, earlier: [first]) }.contains("dimensions"))
        let mapper = try Self.stage(inputs: 4, classes: 3, kind: .probabilityMapper) { $0.forestSizes = [] }
        #expect(try refusal { try Self.stage(inputs: 10, earlier: [mapper]) }.contains("no probabilities"))
        let nested = try Self.stage(inputs: 10, earlier: [first])
        #expect(try refusal { try Self.stage(inputs: 8, earlier: [nested]) }.contains("no probabilities"))
        let many = try [first] + (0..<8).map { _ in try Self.stage(inputs: 10, classes: 3) }
        #expect(try refusal { try Self.stage(inputs: 10, earlier: many) }.contains("there are 10"))
    }

    @Test("a forest that asks for what is not there is refused, not evaluated")
    func forests() throws {
        let changes: [(inout RandomForest) -> Void] = [
            { $0.nodes[0].feature = 4 }, { $0.nodes[0].less = 7 }, { $0.forestSizes = [2] }, { $0.classCount = 256 },
            { $0.leafWeights = [] }, { $0.roots = [] }, { $0.featureCount = 0 },
        ]
        for change in changes {
            let error = try #require(
                #expect(throws: ClassifierError.self) { try Self.stage(inputs: 4, change: change) }
            )
            guard case .forest = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(!error.message.isEmpty && !error.remedy.isEmpty && error.place == nil)
        }
    }
}
