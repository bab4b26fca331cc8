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
    @Test("every plane of the feature cases equals the reference, bit for bit where that is promised")
    func planes() throws {
        var tally = FeatureTally()
        for golden in try SharedMaterial.goldenCases() where golden.kind == "features" {
            let expected = try NPYArray(golden.bytes("features.npy"))
            let planes = try #require(golden.features)
            let input = try GoldenArray.tiff(golden.path("input.tif"))
            let (results, tokens) = try evaluate(planes.map(\.spec).joined(separator: " "), input: input)
            try #require(tokens == planes.map(\.spec))
            for (plane, result) in zip(planes, results) {
                let outcome = try compare(result, expected[plane.index].floats, token: plane.spec, input: input)
                let name = String(plane.spec.prefix { $0 != "=" }) + (input.shape.count > 2 ? " (3D)" : "")
                tally.add(outcome, to: name)
                #expect(outcome.isAcceptable, "\(golden.name) \(plane.spec): \(outcome)")
            }
        }
        #expect(tally.planes > 500)
        print(tally)
    }

    @Test("every feature stack of a classifier equals the reference")
    func stacks() throws {
        var tally = FeatureTally()
        for golden in try SharedMaterial.goldenCases() where golden.files["feature_stack.npy"] != nil {
            let expected = try NPYArray(golden.bytes("feature_stack.npy"))
            let specification = try #require(golden.featureSpecification)
            let inputs = try golden.files.keys.filter { $0.hasPrefix("input") }.sorted().map {
                try GoldenArray.tiff(golden.path($0))
            }
            // More axes than the stack's images have are channels.
            let axes = expected.shape.count - 1
            let channels = inputs.flatMap { input in
                input.shape.count > axes ? (0..<input.shape[0]).map { input[$0] } : [input]
            }
            var index = 0
            for channel in channels {
                let (results, tokens) = try evaluate(specification, input: channel)
                for (result, token) in zip(results, tokens) {
                    let outcome = try compare(result, expected[index].floats, token: token, input: channel)
                    tally.add(outcome, to: golden.name)
                    #expect(outcome.isAcceptable, "\(golden.name) plane \(index), \(token): \(outcome)")
                    index += 1
                }
            }
            #expect(index == expected.shape[0], "\(golden.name)")
        }
        #expect(tally.planes > 30)
        print(tally)
    }

    private func size(_ input: NPYArray) -> ImageSize {
        let shape = input.shape
        return shape.count > 2
            ? ImageSize(width: shape[2], height: shape[1], depth: shape[0])
            : ImageSize(width: shape[1], height: shape[0])
    }

    private func evaluate(_ specification: String, input: NPYArray) throws -> ([[Float]], [String]) {
        let plan = try FeaturePlan(FeatureSpecification(parsing: specification), dimensions: input.shape.count)
        return (HostFeatures.evaluate(plan, plane: input.floats, size: size(input)), plan.names)
    }

    private func compare(
        _ result: [Float],
        _ expected: [Float],
        token: String,
        input: NPYArray
    ) throws -> FeatureTally.Outcome {
        try FeatureTolerance(pixels: input.floats, is3D: input.shape.count > 2)
            .outcome(result, expected, token: token) { try evaluate($0, input: input).0[0] }
    }
}
