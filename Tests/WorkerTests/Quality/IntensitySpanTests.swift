import Classifiers
import Features
import Forests
import Imaging
import TIFFFiles
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("What the thresholds of a classifier span")
struct IntensitySpanTests {
    /// A classifier whose one tree splits on the given inputs, one below the other.
    private static func classifier(
        _ features: String,
        _ splits: [(input: Int32, threshold: Float)]
    ) throws -> Classifier {
        Self.classifier(try FeaturePlan(FeatureSpecification(parsing: features)), splits)
    }

    private static func classifier(_ plan: FeaturePlan, _ splits: [(input: Int32, threshold: Float)]) -> Classifier {
        var nodes = splits.enumerated().map { index, split in
            ForestNode(feature: split.input, threshold: split.threshold, less: 0, otherwise: 0, leaf: -1)
        }
        for index in nodes.indices {
            nodes[index].less = Int32(splits.count)
            nodes[index].otherwise = Int32(index + 1)
        }
        nodes.append(.leaf(0))
        let inputs = 2 * plan.outputs.count
        let forest = RandomForest(
            featureCount: inputs,
            classCount: 2,
            roots: [0],
            nodes: nodes,
            leafWeights: [1, 0],
            depth: splits.count
        )
        return Classifier(plan: plan, forest: forest, positiveClass: 2)
    }

    @Test("thresholds on the image and its blurs count, channel by channel, others do not")
    func spans() throws {
        let classifier = try Self.classifier(
            "sobel_of_gaussian_blur=1 original gaussian_blur=2",
            [(0, 9_000), (1, 300), (2, 120.5), (1, 200), (3, 5), (4, 70), (5, 70)]
        )
        let spans = IntensitySpan.spans(of: classifier)
        // The second channel has one threshold, twice.
        #expect(spans == [IntensitySpan(smallest: 120.5, largest: 300), nil])
    }

    @Test("of ilastik's features the Gaussian smoothing counts, the magnitude of its gradient does not")
    func smoothing() throws {
        let selection = FeatureSelection([
            FeatureSelection.Entry(.gaussianSmoothing, sigma: 1.6, isPlanar: true),
            FeatureSelection.Entry(.gaussianGradientMagnitude, sigma: 1.6, isPlanar: true),
        ])
        let classifier = try Self.classifier(
            FeaturePlan(selection, dimensions: 2),
            [(0, 20), (1, 5), (0, 30), (2, 7), (3, 1), (2, 9)]
        )
        let spans = [IntensitySpan(smallest: 20, largest: 30), IntensitySpan(smallest: 7, largest: 9)]
        #expect(IntensitySpan.spans(of: classifier) == spans)
    }

    @Test("a report of a job says what the pixels say")
    func report() throws {
        let bench = try Workbench()
        let image = try bench.write("(numpy.arange(64 * 80) % 251).astype('uint8').reshape(64, 80)", to: "x.tif")
        let classifier = ThresholdClassifier.text(threshold: "100.5")
        let report = try bench.report(image, classifier: classifier, outputs: [.mask])
        let channel = try #require(report.quality?.channels.first)
        #expect(report.quality?.channels.count == 1)
        #expect(channel.percentile1 == 2 && channel.percentile99 == 248 && channel.saturatedShare == 0)
        #expect(channel.outsideShare == nil)
    }
}
