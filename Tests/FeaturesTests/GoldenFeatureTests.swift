import Features
import Imaging
import TestSupport
import Testing

@Suite(
    "Golden features",
    .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence)),
    .serialized
)
struct GoldenFeatureTests {
    /// The names of this step; all of them must be computed, whatever the plan says.
    private static let inScope: Set<String> = [
        "original", "gaussian_blur", "difference_of_gaussian", "laplace_box", "sobel",
        "laplace_box_of_gaussian_blur", "sobel_of_gaussian_blur",
    ]

    private static func isInScope(_ token: String) -> Bool {
        inScope.contains(String(token.prefix { $0 != "=" }))
    }

    @Test("every plane of the feature cases in scope equals the reference bit for bit")
    func planes() throws {
        var compared = (cases: 0, planes: 0, pixels: 0)
        var later: [String: Int] = [:]
        for golden in try SharedMaterial.goldenCases() where golden.kind == "features" {
            let expected = try NPYArray(golden.bytes("features.npy"))
            let planes = try #require(golden.features)
            let input = try GoldenArray.tiff(golden.path("input.tif"))
            guard input.shape.count == 2 else {
                later[golden.name + " (3D)", default: 0] += planes.count
                continue
            }
            let wanted = planes.filter { Self.isInScope($0.spec) }
            for plane in planes where !Self.isInScope(plane.spec) {
                later[String(plane.spec.prefix { $0 != "=" }), default: 0] += 1
            }
            let results = try evaluate(wanted.map(\.spec).joined(separator: " "), input: input)
            for (plane, result) in zip(wanted, results) {
                expectEqual(result, expected[plane.index].floats, "\(golden.name) \(plane.spec)")
                compared.pixels += result.count
            }
            compared.cases += 1
            compared.planes += wanted.count
        }
        #expect(compared.planes > 0)
        print("golden features: \(compared.cases) cases, \(compared.planes) planes, \(compared.pixels) pixels compared")
        let names = later.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let count = later.values.reduce(0, +)
        print("golden features not yet in scope: \(count) planes — \(names.joined(separator: ", "))")
    }

    @Test("every feature stack of a 2D classifier equals the reference bit for bit")
    func stacks() throws {
        var compared = (cases: 0, planes: 0, pixels: 0)
        var later: [String] = []
        for golden in try SharedMaterial.goldenCases() where golden.files["feature_stack.npy"] != nil {
            let expected = try NPYArray(golden.bytes("feature_stack.npy"))
            let specification = try #require(golden.featureSpecification)
            let isFlat = expected.shape.count == 3
            guard isFlat, specification.split(separator: " ").allSatisfy({ Self.isInScope(String($0)) }) else {
                later.append(golden.name)
                continue
            }
            let channels = golden.files.keys.filter { $0.hasPrefix("input") }.sorted()
            let results = try channels.flatMap {
                try evaluate(specification, input: try GoldenArray.tiff(golden.path($0)))
            }
            try #require(results.count == expected.shape[0])
            for (index, result) in results.enumerated() {
                expectEqual(result, expected[index].floats, "\(golden.name) plane \(index)")
                compared.pixels += result.count
            }
            compared.cases += 1
            compared.planes += results.count
        }
        #expect(compared.planes > 0)
        print("golden stacks: \(compared.cases) cases, \(compared.planes) planes, \(compared.pixels) pixels compared")
        print("golden stacks not yet in scope: \(later.count) — \(later.joined(separator: ", "))")
    }

    private func evaluate(_ specification: String, input: NPYArray) throws -> [[Float]] {
        let plan = try FeaturePlan(FeatureSpecification(parsing: specification))
        let size = ImageSize(width: input.shape[1], height: input.shape[0])
        return HostFeatures.evaluate(plan, plane: input.floats, size: size)
    }

    /// Bit for bit; any NaN equals any other, since the reference does not say which it means.
    private func expectEqual(_ result: [Float], _ expected: [Float], _ what: String) {
        let different = zip(result, expected).count {
            $0.bitPattern != $1.bitPattern && !($0.isNaN && $1.isNaN)
        }
        #expect(result.count == expected.count && different == 0, "\(what): \(different) of \(expected.count) differ")
    }
}
