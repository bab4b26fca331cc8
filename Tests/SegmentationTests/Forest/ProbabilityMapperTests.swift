import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import Testing

@Suite("Probability mappers")
struct ProbabilityMapperTests {
    @Test("the probability of one class, foreground where it is at or above the threshold")
    func probability() throws {
        var sketch = ForestSketch(featureCount: 2, classCount: 2)
        sketch.addStump(0.5)
        let classifier = try Classifier(
            kind: .probabilityMapper,
            plan: FeaturePlan(FeatureSpecification(parsing: "original sobel=0")),
            forest: sketch.forest,
            dimensions: 2,
            probabilityClass: 2
        )
        let size = ImageSize(width: 4, height: 1)
        let plane = PixelValues.float32([0, 1, .nan, 0.5])
        for engine in TestDevice.isPresent ? [TestDevice.host(), try TestDevice.engine()] : [TestDevice.host()] {
            let found = try engine.segment(
                channels: [plane],
                size: size,
                classifier: classifier,
                request: SegmentationRequest(threshold: 1, products: [.probabilities, .mask, .labels])
            ) {}
            #expect(found.probabilities == [[0, 1, 1, 1]])
            #expect(found.mask?.bytes(rows: 0..<size.height) == [0, 255, 255, 255])
            #expect(found.labels?.labels == [0, 1, 1, 1])
        }
    }
}
