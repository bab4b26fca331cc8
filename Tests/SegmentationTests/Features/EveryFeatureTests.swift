import Features
import Imaging
import Segmentation
import Testing

@Suite(
    "Every feature of a plane on the device equals the host's, bit for bit",
    .enabled(if: TestDevice.isPresent, "no OpenCL device")
)
struct EveryFeatureTests {
    /// One pixel, one row, one column, smaller than most windows, around the widths of vectors and blocks.
    private static let sizes = [
        (1, 1), (1, 9), (31, 1), (2, 3), (7, 5), (8, 16), (17, 7), (127, 3), (128, 9), (129, 33),
    ].map { ImageSize(width: $0, height: $1) }

    @Test("every name at several numbers, in vectors of every width", arguments: PixelKind.allCases)
    func alone(kind: PixelKind) throws {
        let comparison = try FeatureComparison()
        let large = kind == .uint16 ? [ImageSize(width: 300, height: 71)] : []
        for number in [-1.5, 0, 0.5, 1, 2, 5, 10] {
            let selection = try FeatureSelection(number: number, dimensions: 2, of: kind)
            // A radius so far below 0 leaves windows without a pixel.
            #expect(number < 0 || selection.refused == ["gradient_z=\(number)"])
            for (index, size) in (Self.sizes + large).enumerated() {
                var random = RandomData(index)
                try comparison.check(selection.plan, random.image(size, of: kind), size)
            }
        }
    }

    @Test(
        "windows where kernels change their ways, and the largest medians",
        arguments: [.uint16, .float32] as [PixelKind]
    )
    func largeWindows(kind: PixelKind) throws {
        let tokens = """
            median_box=3 median_sphere=3 median_sphere=4 median_box=15 median_sphere=17 minimum_sphere=48 \
            maximum_sphere=49 minimum_sphere=60 bottom_hat_sphere=50 minimum_box=149 maximum_box=152 minimum_box=155 \
            maximum_box=156 opening_box=170 mean_box=100 gaussian_blur=40 mode_sphere=30 variance_box=20 mean_sphere=25
            """
        let plan = try FeaturePlan(FeatureSpecification(parsing: tokens))
        let comparison = try FeatureComparison()
        for (index, size) in [(129, 33), (1, 40), (40, 1)].map({ ImageSize(width: $0, height: $1) }).enumerated() {
            var random = RandomData(index)
            try comparison.check(plan, random.image(size, of: kind), size)
        }
    }

    @Test("extrema and medians of special values are the host's work, and only those")
    func specialValues() throws {
        let ranking = try FeaturePlan(FeatureSpecification(parsing: "gaussian_blur=1 median_box=2"))
        let chain = try FeaturePlan(FeatureSpecification(parsing: "median_sphere_of_sqrt=2"))
        let sums = try FeaturePlan(FeatureSpecification(parsing: "gaussian_blur=1 mean_sphere=2 sobel"))
        let size = ImageSize(width: 129, height: 33)
        for kind in PixelKind.allCases {
            var random = RandomData(1)
            let plane = random.image(size, of: kind)
            #expect((SegmentationEngine.reasonForHost(ranking, [plane]) == nil) == kind.isOrdinary, "\(kind)")
            #expect(SegmentationEngine.reasonForHost(chain, [plane]) != nil)
            #expect(SegmentationEngine.reasonForHost(sums, [plane]) == nil)
            let found = try TestDevice.engine().features(of: plane, size: size, plan: ranking)
            let expected = HostFeatures.evaluate(ranking, plane: plane.floats, size: size)
            #expect(zip(found, expected).map { differences($0, $1) } == [0, 0], "\(kind)")
        }
    }

    @Test("every name of every name", arguments: [.uint8, .uint16, .uint32] as [PixelKind])
    func chains(kind: PixelKind) throws {
        // The widths of vectors take turns.
        let comparisons = try [8, 16, 1].map { try FeatureComparison(lanes: [$0]) }
        let size = ImageSize(width: 37, height: 19)
        for (index, outer) in FeatureSelection.parts(dimensions: 2).enumerated() {
            let selection = try FeatureSelection(of: outer, dimensions: 2)
            #expect(selection.refused == [])
            var random = RandomData(index)
            try comparisons[index % 3].check(selection.plan, random.image(size, of: kind), size)
        }
    }
}
