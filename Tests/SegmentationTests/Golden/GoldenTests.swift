import Segmentation
import TestSupport
import Testing

@Suite("Golden cases of real APOC", .enabled(if: SharedMaterial.isAvailable, "\(SharedMaterial.absence)"), .serialized)
struct GoldenTests {
    /// Compares all cases in scope, prints what was compared and what is left for later, and accepts no gap.
    fileprivate static func run(
        _ engine: SegmentationEngine,
        cases: [GoldenCase]? = nil,
        listsNames: Bool = false
    ) throws {
        var run = GoldenRun(engine: engine)
        let cases = try cases ?? SharedMaterial.goldenCases()
        for golden in cases where !GoldenScope.objects.contains(golden.name) {
            try run.compare(golden)
        }
        print(run.tally)
        if listsNames { print(run.tally.details) }
        #expect(run.tally.differences == [])
        let known = Set(GoldenScope.objects).union(run.tally.cases)
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

@Suite("Fixtures answered by real APOC", .serialized)
struct GoldenFixtureTests {
    /// The stack is looped over plane by plane by the pipeline, whose tests have it.
    private static func cases() throws -> [GoldenCase] {
        try GoldenMaterial.fixtures.cases().filter { $0.kind != "stack" }
    }

    @Test("on the device", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
    func device() throws {
        try GoldenTests.run(TestDevice.engine(), cases: Self.cases(), listsNames: true)
    }

    @Test("on the host")
    func host() throws {
        try GoldenTests.run(TestDevice.host(), cases: Self.cases())
    }
}
