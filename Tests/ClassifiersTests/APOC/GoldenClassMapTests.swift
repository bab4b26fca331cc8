import Classifiers
import Features
import Forests
import Imaging
import TestSupport
import Testing

/// One case alone: `SEGMENTD_GOLDEN=px2_3d swift test --filter GoldenClassMapTests`.
@Suite(
    "Golden class maps on the host",
    .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence)),
    .serialized
)
struct GoldenClassMapTests {
    @Test("every pixel has the reference's class or probability, bit for bit", arguments: try GoldenClassMap.selected())
    func cases(map: GoldenClassMap) async throws {
        let file = map.file
        #expect(file.header.className?.rawValue == map.golden.kind || map.golden.kind == "training")
        #expect(file.header.featureSpecification == map.golden.featureSpecification)
        #expect(file.header.featureCount == file.forest.featureCount)
        #expect(file.header.classCount == file.forest.classCount)
        // Bare leaves of one class are a tree each, but a leaf without a line cannot be seen.
        #expect((file.header.treeCount ?? 0) >= file.forest.roots.count)
        let features = try await GoldenFeatures.shared.features(of: map)
        try #require(features.count == file.forest.featureCount)
        let expected = try GoldenFeatures.image(map.output, of: map).floats
        let result = file.predict(features)
        let different = zip(result, expected).count { $0.bitPattern != $1.bitPattern && !($0.isNaN && $1.isNaN) }
        #expect(result.count == expected.count && different == 0, "\(different) pixels differ")
        print("golden class map \(map) on the host: \(result.count) pixels compared")
    }

    @Test("there are cases: an empty list of arguments passes for nothing")
    func presence() throws {
        #expect(try SharedMaterial.goldenCases().contains { try GoldenClassMap($0) != nil })
    }
}
