import Classifiers
import Features
import Forests
import Foundation
import Imaging
import Segmentation
import Testing

/// Prints what the doubt of a classifier costs of the time of a segmentation, turn by turn in one run. In a release build:
///
///     SEGMENTD_COST=1 swift test -c release -Xswiftc -enable-testing --filter SampleCostTests
@Suite(
    "What a grid of pixels costs",
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["SEGMENTD_COST"] != nil)
)
struct SampleCostTests {
    private static let specification = """
        original gaussian_blur=1 gaussian_blur=2 gaussian_blur=5 difference_of_gaussian=1 difference_of_gaussian=2 \
        difference_of_gaussian=5 laplace_box_of_gaussian_blur=1 laplace_box_of_gaussian_blur=2 \
        laplace_box_of_gaussian_blur=5 sobel_of_gaussian_blur=1 sobel_of_gaussian_blur=2 sobel_of_gaussian_blur=5 \
        mean_box=3 top_hat_box=3 sobel
        """

    @Test("of a forest of 100 trees on 16 features", arguments: [256, 512, 1_024, 2_048], [2, 6])
    func cost(side: Int, depth: Int) throws {
        let size = ImageSize(width: side, height: side)
        let plan = try FeaturePlan(FeatureSpecification(parsing: Self.specification), dimensions: 2)
        var random = RandomData(3)
        let channel = random.image(size, of: .uint16)
        let features = HostFeatures.evaluate(plan, plane: channel.floats, size: size)
        let thresholds = features.map { feature in
            (0..<20).map { _ in feature[Int.random(in: feature.indices, using: &random)] }
        }
        var sketch = ForestSketch(featureCount: features.count, classCount: 2)
        for _ in 0..<100 { sketch.addRandom(depth: depth, thresholds: thresholds, &random) }
        let classifier = Classifier(plan: plan, forest: sketch.forest, positiveClass: 2)
        let engine = try TestDevice.engine()
        var times: [[Double]] = [[], [], []]
        for round in 0..<16 {
            for way in 0..<2 {
                var request = SegmentationRequest(products: [.mask, .labels])
                if way == 1 { request.sample = PixelSample(of: size) }
                let start = ContinuousClock.now
                let result = try engine.segment(
                    channels: [channel],
                    size: size,
                    classifier: classifier,
                    request: request
                ) {}
                let middle = ContinuousClock.now
                if way == 1 {
                    var agreed = 0
                    classifier.forest.forEachPixelOfHalves(
                        of: result.sampledFeatures,
                        count: result.sampledFeatures[0].count
                    ) { votes in
                        if RandomForest.firstMaximum(votes.odd) == RandomForest.firstMaximum(votes.even) { agreed += 1 }
                    }
                    #expect(agreed > 0)
                }
                guard round > 2 else { continue }
                times[way].append((middle - start) / .milliseconds(1))
                if way == 1 { times[2].append((ContinuousClock.now - middle) / .milliseconds(1)) }
            }
        }
        let medians = times.map { $0.sorted()[$0.count / 2] }
        let cost = 100 * (medians[1] + medians[2] - medians[0]) / medians[0]
        print(
            "cost \(side)² depth \(depth): without \(medians[0]) ms, with \(medians[1]) ms, halves \(medians[2]) ms: "
                + "\((cost * 10).rounded() / 10) %"
        )
    }
}
