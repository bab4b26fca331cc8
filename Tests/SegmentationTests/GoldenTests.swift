import Segmentation
import TestSupport
import Testing

@Suite("Golden cases of real APOC", .enabled(if: SharedMaterial.isAvailable, "\(SharedMaterial.absence)"), .serialized)
struct GoldenTests {
    private static func run(_ engine: SegmentationEngine, listsNames: Bool = false) throws {
        var run = GoldenRun(engine: engine)
        let cases = try SharedMaterial.goldenCases()
        for golden in cases where GoldenScope.later[golden.name] == nil {
            try run.compare(golden)
        }
        print(run.tally)
        if listsNames { print(run.tally.names) }
        #expect(run.tally.differences == [])
        let known = Set(GoldenScope.later.keys).union(GoldenScope.planesOnly).union(run.tally.cases)
        #expect(Set(cases.map(\.name)).subtracting(known) == [], "cases that were not compared")
        #expect(engine.deviceKind == "host" || engine.warnings == [])
    }

    @Test("on the device", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
    func device() throws {
        try Self.run(TestDevice.engine(), listsNames: true)
    }

    @Test("on the device in strips of 24 rows", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
    func strips() throws {
        try Self.run(TestDevice.engine { $0.stripRows = 24 })
    }

    @Test("on the host")
    func host() throws {
        try Self.run(TestDevice.host())
    }
}
