import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import Testing

@Suite("Strips of any height give what the whole image gives")
struct StripTests {
    private static let heights = [1, 2, 3, 5, 7, 8, 9, 16, 24, 31, 64, 1000]

    /// Windows, blurs, hats and chains: planes that reach far up and down, and planes of planes.
    private static let specification = """
        original gaussian_blur=1 gaussian_blur=5 difference_of_gaussian=2 subtract_gaussian_background=3 minimum_box=3 \
        maximum_sphere=2 mean_box=4 mean_sphere=2 median_box=2 median_sphere=4 variance_sphere=3 mode_box=1 \
        top_hat_box=4 bottom_hat_sphere=3 standard_deviation_box=2 detect_maxima_box=2 small_hessian_eigenvalue=0 \
        sobel_of_gaussian_blur=2 gradient_y_of_gaussian_blur=3 laplace_box_of_median_sphere=1 \
        closing_box_of_gaussian_blur=2 gaussian_blur_of_top_hat_box=2 opening_sphere_of_opening_box=2 square_root=0
        """

    private static let sizes = [
        ImageSize(width: 61, height: 67), ImageSize(width: 3, height: 40), ImageSize(width: 130, height: 17),
        ImageSize(width: 23, height: 37, depth: 6), ImageSize(width: 5, height: 18, depth: 3),
    ]

    private static let scenes = Result { try sizes.map { try Scene($0) } }

    /// An image, a forest that splits its features where their values lie, and what the host makes of it as a whole.
    private struct Scene {
        let size: ImageSize
        let plane: PixelValues
        let classifier: Classifier
        private(set) var whole = SegmentationResult?.none

        init(_ size: ImageSize) throws {
            let specification = try FeatureSpecification(parsing: StripTests.specification)
            let plan = try FeaturePlan(specification, dimensions: size.is3D ? 3 : 2)
            var random = RandomData(size.pixelCount)
            let plane = random.image(size, of: .uint16)
            let features = HostFeatures.evaluate(plan, plane: plane.floats, size: size)
            let thresholds = features.map { feature in
                (0..<20).map { _ in feature[Int.random(in: feature.indices, using: &random)] }
            }
            var sketch = ForestSketch(featureCount: features.count, classCount: 3)
            for _ in 0..<40 { sketch.addRandom(depth: 6, thresholds: thresholds, &random) }
            (self.size, self.plane) = (size, plane)
            classifier = Classifier(plan: plan, forest: sketch.forest, positiveClass: 1)
            whole = try segment(TestDevice.host(stripRows: size.height)).result
        }

        /// Everything there is, and how often progress was reported.
        func segment(_ engine: SegmentationEngine) throws -> (result: SegmentationResult, beats: Int) {
            var beats = 0
            var request = SegmentationRequest(products: Set(Product.allCases))
            request.sample = PixelSample(of: size)
            let result = try engine.segment(
                channels: [plane],
                size: size,
                classifier: classifier,
                request: request
            ) { beats += 1 }
            return (result, beats)
        }

        /// Expects of `engine`, whose strips are `rows` high, what the host makes of the whole image.
        func check(_ engine: SegmentationEngine, rows: Int, lanes: Int? = nil) throws {
            let whole = try #require(whole)
            let (found, beats) = try segment(engine)
            let strip = min(rows, size.height)
            // The host says once more that it begins.
            #expect(beats == (size.height + strip - 1) / strip + (engine.isOnHost ? 1 : 0))
            let about = "\(size), strips of \(rows) rows, \(lanes ?? 0) lanes"
            #expect(found.classMap == whole.classMap, "\(about)")
            #expect(zip(found.probabilities, whole.probabilities).allSatisfy { differences($0, $1) == 0 }, "\(about)")
            #expect(found.probabilities.count == 3)
            let sampled = zip(found.sampledFeatures, whole.sampledFeatures)
            #expect(sampled.allSatisfy { differences($0, $1) == 0 }, "\(about)")
            #expect(found.sampledFeatures.count == classifier.forest.featureCount)
            #expect(found.mask == whole.mask, "\(about)")
            #expect(found.labels == whole.labels, "\(about)")
            #expect(found.notes == [] && engine.warnings == [])
        }
    }

    @Test("features on the device", .enabled(if: TestDevice.isPresent, "no OpenCL device"), arguments: heights)
    func features(rows: Int) throws {
        let comparison = try FeatureComparison(lanes: rows.isMultiple(of: 2) ? [8, 1] : [16, 1]) { $0.stripRows = rows }
        for scene in try Self.scenes.get() {
            try comparison.check(scene.classifier.plan, scene.plane, scene.size)
        }
    }

    @Test("results on the device", .enabled(if: TestDevice.isPresent, "no OpenCL device"), arguments: heights)
    func device(rows: Int) throws {
        for lanes in [8, rows.isMultiple(of: 2) ? 16 : 1] {
            let engine = try TestDevice.engine { ($0.stripRows, $0.lanes) = (rows, lanes) }
            for scene in try Self.scenes.get() { try scene.check(engine, rows: rows, lanes: lanes) }
        }
    }

    @Test("results on the host", arguments: heights)
    func host(rows: Int) throws {
        for scene in try Self.scenes.get() { try scene.check(TestDevice.host(stripRows: rows), rows: rows) }
    }

    @Test("the scenes have several classes and some objects, which strips could spoil")
    func scenes() throws {
        for scene in try Self.scenes.get() {
            #expect(Set(scene.whole?.classMap?.classes ?? []).count >= 2, "\(scene.size)")
            #expect(try #require(scene.whole?.labels).count > 1, "\(scene.size)")
        }
    }
}
