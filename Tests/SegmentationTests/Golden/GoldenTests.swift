import Segmentation
import SystemPackage
import TestSupport
import Testing

/// One case alone: `SEGMENTD_GOLDEN=px2_3d swift test --filter GoldenTests`.
@Suite("Golden cases of real APOC", .enabled(if: SharedMaterial.isAvailable, "\(SharedMaterial.absence)"), .serialized)
struct GoldenTests {
    @Test("on the device", .enabled(if: TestDevice.isPresent, "no OpenCL device"), arguments: try GoldenScope.shared())
    func device(golden: GoldenCase) async throws {
        try await GoldenEngine.compare(golden, .device)
    }

    @Test(
        "on the device in strips of 24 rows",
        .enabled(if: TestDevice.isPresent, "no OpenCL device"),
        arguments: try GoldenScope.shared()
    )
    func strips(golden: GoldenCase) async throws {
        try await GoldenEngine.compare(golden, .strips)
    }

    @Test("on the host", arguments: try GoldenScope.shared())
    func host(golden: GoldenCase) async throws {
        try await GoldenEngine.compare(golden, .host)
    }

    @Test("every case that is left out, or compared in part, is one of the cases")
    func scope() throws {
        let names = Set(try SharedMaterial.goldenCases().map(\.name))
        #expect(Set(GoldenScope.objects).union(GoldenScope.undefinedFeatures.keys).subtracting(names) == [])
    }
}

/// One case alone: `SEGMENTD_GOLDEN=tissue swift test --filter GoldenFixtureTests`.
@Suite("Fixtures answered by real APOC", .serialized)
struct GoldenFixtureTests {
    @Test(
        "on the device",
        .enabled(if: TestDevice.isPresent, "no OpenCL device"),
        arguments: try GoldenScope.fixtures()
    )
    func device(golden: GoldenCase) async throws {
        try await GoldenEngine.compare(golden, .device)
    }

    @Test("on the host", arguments: try GoldenScope.fixtures())
    func host(golden: GoldenCase) async throws {
        try await GoldenEngine.compare(golden, .host)
    }

    @Test("there are cases: an empty list of arguments passes for nothing")
    func presence() throws {
        #expect(try GoldenMaterial.fixtures.cases().contains { $0.kind != "stack" })
        #expect(throws: GoldenMaterial.NoCases.self) {
            let empty = try TemporaryFolder()
            _ = try GoldenMaterial(folder: empty.path.string).cases()
        }
    }
}
