import Features
import Imaging
import Testing

@Suite(
    "Every feature of a volume on the device equals the host's, bit for bit",
    .enabled(if: TestDevice.isPresent, "no OpenCL device")
)
struct VolumeFeatureTests {
    /// The shortest line, smaller than most windows, around the widths of vectors and blocks.
    private static let sizes = [
        (1, 1, 2), (5, 3, 2), (2, 9, 4), (9, 17, 5), (17, 15, 7), (130, 9, 5), (23, 19, 11),
    ].map { ImageSize(width: $0, height: $1, depth: $2) }

    @Test("every name at several numbers, in vectors of every width", arguments: PixelKind.allCases)
    func alone(kind: PixelKind) throws {
        let comparison = try FeatureComparison()
        for number in [-1.5, 0, 0.5, 1, 2, 5, 10] {
            let selection = try FeatureSelection(number: number, dimensions: 3, of: kind)
            let medians = (number > 4 ? ["median_box=\(number)"] : []) + (number > 6 ? ["median_sphere=\(number)"] : [])
            // A radius so far below 0 leaves windows without a pixel.
            #expect(number < 0 || selection.refused == medians)
            // Windows of 10 pixels on each side hold 9261.
            for (index, size) in Self.sizes.enumerated() where size.pixelCount < Int(30_000 / max(number, 1)) {
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
            median_box=3 median_box=4 median_sphere=3 median_sphere=6 minimum_sphere=20 top_hat_sphere=12 \
            minimum_box=49 closing_box=160 mean_box=40 gaussian_blur=7 mode_box=12 variance_sphere=12
            """
        let plan = try FeaturePlan(FeatureSpecification(parsing: tokens), dimensions: 3)
        let comparison = try FeatureComparison()
        for (index, size) in [(17, 15, 7), (1, 2, 30)].enumerated() {
            let size = ImageSize(width: size.0, height: size.1, depth: size.2)
            var random = RandomData(index)
            try comparison.check(plan, random.image(size, of: kind), size)
        }
    }

    @Test("every name of every name", arguments: [.uint8, .uint16, .uint32] as [PixelKind])
    func chains(kind: PixelKind) throws {
        // The widths of vectors take turns.
        let comparisons = try [8, 16, 1].map { try FeatureComparison(lanes: [$0]) }
        let size = ImageSize(width: 21, height: 11, depth: 5)
        for (index, outer) in FeatureSelection.parts(dimensions: 3).enumerated() {
            let selection = try FeatureSelection(of: outer, dimensions: 3)
            #expect(selection.refused == [])
            var random = RandomData(index)
            try comparisons[index % 3].check(selection.plan, random.image(size, of: kind), size)
        }
    }

    @Test("a plan for volumes on a plane uses the operators of planes")
    func planes() throws {
        let comparison = try FeatureComparison()
        let size = ImageSize(width: 41, height: 13)
        for number in [0, 1, 3] as [Double] {
            var random = RandomData(1)
            let plan = try FeatureSelection(number: number, dimensions: 3, of: .uint16).plan
            try comparison.check(plan, random.image(size, of: .uint16), size)
        }
    }
}
