import Features
import Imaging
import Segmentation
import Testing

@Suite(
    "Features chosen in a matrix are on the device what they are on the host, bit for bit",
    .enabled(if: TestDevice.isPresent, "no OpenCL device")
)
struct MirroredFeatureTests {
    private typealias Selection = Features.FeatureSelection

    /// One pixel, one row, one column, smaller than the filters reach, around the widths of vectors and blocks.
    private static let sizes = [
        (1, 1), (1, 9), (31, 1), (2, 3), (7, 5), (8, 16), (17, 7), (33, 40), (63, 3), (64, 9), (65, 9), (127, 3),
        (128, 9), (129, 33), (160, 5), (300, 200),
    ].map { ImageSize(width: $0, height: $1) }

    private static let volumes = [
        (1, 1, 2), (5, 3, 2), (2, 9, 4), (9, 17, 5), (17, 15, 7), (130, 9, 12), (37, 40, 3), (1, 2, 12),
    ].map { ImageSize(width: $0, height: $1, depth: $2) }

    private static let sigmas = [0.3, 0.7, 1, 1.6, 3.5, 5, 10, 0.45, 2.3]

    /// A field, but for structure tensors whose gradients have no pixel beside the centre.
    private static func entry(_ kind: Selection.Kind?, _ sigma: Double?, isPlanar: Bool) -> Selection.Entry? {
        guard let kind, let sigma, kind != .structureTensorEigenvalues || sigma > 0.5 else { return nil }
        return Selection.Entry(kind, sigma: sigma, isPlanar: isPlanar)
    }

    /// Every kind at each of `sigmas`, of volumes slice by slice where `isPlanar` says so.
    private static func all(
        _ sigmas: [Double] = sigmas,
        dimensions: Int = 2,
        isPlanar: (Int) -> Bool = { _ in false }
    ) throws -> FeaturePlan {
        let entries = Selection.Kind.allCases.flatMap { kind in
            sigmas.enumerated().compactMap { entry(kind, $1, isPlanar: isPlanar($0)) }
        }
        return try FeaturePlan(Selection(entries), dimensions: dimensions)
    }

    /// Some fields of the matrix.
    private static func random(_ random: inout RandomData, dimensions: Int) throws -> FeaturePlan {
        let entries = (0..<Int.random(in: 2...7, using: &random)).compactMap { index in
            entry(
                index == 0 ? .gaussianSmoothing : Selection.Kind.allCases.randomElement(using: &random),
                sigmas.randomElement(using: &random),
                isPlanar: Bool.random(using: &random)
            )
        }
        return try FeaturePlan(Selection(entries), dimensions: dimensions)
    }

    @Test("everything on planes", arguments: PixelKind.allCases)
    func planes(kind: PixelKind) throws {
        let comparison = try FeatureComparison()
        let plan = try Self.all()
        for (index, size) in Self.sizes.enumerated() where kind == .uint16 || size.pixelCount < 5000 {
            var random = RandomData(index)
            try comparison.check(plan, random.image(size, of: kind), size)
        }
    }

    @Test("everything on volumes, as volumes, slice by slice, and mixed", arguments: [0, 1, 2])
    func volumes(planar: Int) throws {
        let comparison = try FeatureComparison()
        let plan = try Self.all([0.3, 0.7, 1.6, 3.5], dimensions: 3) { planar == 1 || planar == 2 && $0 % 2 == 0 }
        for (index, size) in Self.volumes.enumerated() {
            for kind in size.pixelCount < 1000 ? PixelKind.allCases : [.uint8, .notANumber] {
                var random = RandomData(index)
                try comparison.check(plan, random.image(size, of: kind), size)
            }
        }
    }

    @Test("everything on volumes of few slices, which far filters reach through many times", arguments: 1...6)
    func thinVolumes(depth: Int) throws {
        let comparison = try FeatureComparison()
        let plan = try Self.all([0.7, 1, 3.5, 10], dimensions: 3)
        for (width, height) in [(64, 24), (19, 7)] {
            let size = ImageSize(width: width, height: height, depth: depth)
            for kind in [PixelKind.uint16, .uint32, .float32, .fewBytes] {
                var random = RandomData(depth)
                try comparison.check(plan, random.image(size, of: kind), size)
            }
            // Without a gradient along some axis, entries are zeros of either sign.
            for step in [0, 1, width] {
                let ramp = (0..<size.pixelCount).map { UInt16(step == 0 ? 7 : $0 / step % 4000) }
                try comparison.check(plan, .uint16(ramp), size)
            }
        }
    }

    @Test("some of them, in strips of any height", arguments: [1, 2, 3, 5, 7, 8, 9, 16, 24, 31, 64])
    func strips(rows: Int) throws {
        var random = RandomData(rows)
        let comparison = try FeatureComparison(lanes: rows.isMultiple(of: 2) ? [8, 1] : [16, 1]) { $0.stripRows = rows }
        let sizes = [(61, 67, 1), (3, 40, 1), (130, 17, 1), (1, 30, 1), (23, 37, 6), (5, 18, 3)]
        for (width, height, depth) in sizes {
            let size = ImageSize(width: width, height: height, depth: depth)
            let type = PixelType.allCases.randomElement(using: &random) ?? .uint8
            let plane = random.plane(size, type)
            for _ in 0..<2 {
                try comparison.check(Self.random(&random, dimensions: size.is3D ? 3 : 2), plane, size)
            }
            if !size.is3D { try comparison.check(Self.all(), plane, size) }
        }
    }

    @Test("roots through double give the same")
    func roots() throws {
        let comparison = try FeatureComparison { $0.avoidsExactDivision = true }
        let size = ImageSize(width: 129, height: 33)
        var random = RandomData(3)
        try comparison.check(Self.all(), random.plane(size, .float32), size)
    }
}
