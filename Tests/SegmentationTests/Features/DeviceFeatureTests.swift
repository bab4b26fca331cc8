import Features
import Imaging
import OpenCLRuntime
import Segmentation
import Testing

@Suite("Features on the device equal the host's, bit for bit", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
struct DeviceFeatureTests {
    /// One pixel, one row, one column, smaller than every kernel, around the width of a vector and of a block.
    static let sizes = [
        (1, 1), (1, 9), (31, 1), (1, 131), (2, 3), (7, 5), (15, 8), (16, 9), (17, 7), (61, 47), (127, 10), (128, 16),
        (129, 33), (300, 71),
    ].map { ImageSize(width: $0, height: $1) }

    static let specification = """
        original gaussian_blur=0 gaussian_blur=0.3 gaussian_blur=0.5 gaussian_blur=1 gaussian_blur=2.7 gaussian_blur=5 \
        gaussian_blur=12 difference_of_gaussian=1 difference_of_gaussian=3.3 laplace_box=0 sobel=0 \
        laplace_box_of_gaussian_blur=1 laplace_box_of_gaussian_blur=5 sobel_of_gaussian_blur=1 \
        sobel_of_gaussian_blur=4 gaussian_blur_of_sobel=2 gaussian_blur_of_laplace_box=1 laplace_box_of_sobel=0 \
        sobel_of_laplace_box=0 gaussian_blur_of_gaussian_blur=1.5 original gaussian_blur=1
        """

    private static func compare(
        _ engine: SegmentationEngine,
        _ plane: PixelValues,
        _ size: ImageSize,
        _ plan: FeaturePlan
    ) throws {
        let expected = HostFeatures.evaluate(plan, plane: plane.floats, size: size)
        let found = try engine.features(of: plane, size: size, plan: plan)
        #expect(found.count == expected.count)
        for (name, (found, expected)) in zip(plan.names, zip(found, expected)) {
            #expect(differences(found, expected) == 0, "\(name) at \(size), \(plane.pixelType)")
        }
    }

    @Test("every operation and chain, all pixel types, odd sizes", arguments: PixelType.allCases)
    func everySize(type: PixelType) throws {
        let plan = try FeaturePlan(FeatureSpecification(parsing: Self.specification))
        let engine = try TestDevice.engine()
        for (index, size) in Self.sizes.enumerated() {
            var random = RandomData(index)
            try Self.compare(engine, random.plane(size, type), size, plan)
        }
        #expect(engine.warnings == [])
    }

    @Test("one pixel at a time as on a GPU, and division through double, change nothing", arguments: [1, 8, 16])
    func variants(lanes: Int) throws {
        let plan = try FeaturePlan(FeatureSpecification(parsing: Self.specification))
        let engine = try TestDevice.engine {
            $0.lanes = lanes
            $0.avoidsExactDivision = true
        }
        for (index, size) in Self.sizes.enumerated() {
            var random = RandomData(100 + index)
            try Self.compare(engine, random.plane(size, .float32), size, plan)
        }
    }

    @Test("strips of any height give what the whole image gives", arguments: [1, 2, 3, 7, 8, 20, 64])
    func strips(rows: Int) throws {
        let plan = try FeaturePlan(FeatureSpecification(parsing: Self.specification))
        let engine = try TestDevice.engine { $0.stripRows = rows }
        for size in [ImageSize(width: 61, height: 67), ImageSize(width: 3, height: 40)] {
            var random = RandomData(rows)
            try Self.compare(engine, random.plane(size, .uint16), size, plan)
        }
    }

    @Test("not-a-number and infinity stay where the reference leaves them")
    func specialValues() throws {
        let plan = try FeaturePlan(FeatureSpecification(parsing: Self.specification))
        let size = ImageSize(width: 90, height: 60)
        var random = RandomData(9)
        var values = random.plane(size, .float32).floats
        values[33 * 90 + 20] = .nan
        values[10 * 90 + 70] = .infinity
        values[50 * 90 + 80] = -.infinity
        values[0] = .leastNonzeroMagnitude
        try Self.compare(TestDevice.engine(), .float32(values), size, plan)
    }
}
