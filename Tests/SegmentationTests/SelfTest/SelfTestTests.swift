import Devices
import OpenCLRuntime
import Segmentation
import Testing

@Suite("Self-test", .enabled(if: TestDevice.isPresent, "no OpenCL device"))
struct SelfTestTests {
    @Test("a device whose compiler fuses products and sums is not used, and that is said", arguments: [1, 8, 16])
    func contraction(lanes: Int) throws {
        var options = EngineOptions()
        (options.contraction, options.lanes) = (true, lanes)
        let engine = try SegmentationEngine(selection: nil, options: options)
        #expect(engine.deviceKind == "host")
        let refusal = try #require(engine.warnings.first)
        #expect(refusal.contains("is not used: its self-test failed: its arithmetic is not exact (a * b + c unfused"))
        #expect(engine.warnings.last?.hasPrefix("no OpenCL device is used") == true)
        let survey = try SegmentationEngine.survey(options: options)
        #expect(survey.allSatisfy { $0.problem != nil })
    }

    @Test("without the host as a way out, the reasons are thrown")
    func noHost() throws {
        var options = EngineOptions()
        options.contraction = true
        let error = #expect(throws: SegmentationError.self) {
            try SegmentationEngine(selection: nil, allowHost: false, options: options)
        }
        #expect(try #require(error).description.contains("self-test failed"))
    }

    @Test("a selection that nothing meets falls back to a CPU and says so")
    func fallback() throws {
        let engine = try SegmentationEngine(selection: DeviceSelection(name: "no such device"))
        #expect(engine.deviceKind == "cpu")
        let warning = "is used instead: nothing usable matches name = \"no such device\""
        #expect(engine.warnings.contains { $0.contains(warning) })
    }

    @Test("the survey finds at least one usable device and gives its name")
    func survey() throws {
        let engine = try TestDevice.engine()
        let usable = try SegmentationEngine.survey().filter { $0.problem == nil }
        #expect(usable.contains { $0.name == engine.deviceName && $0.kind.rawValue == engine.deviceKind })
        #expect(!engine.reason.isEmpty)
    }
}
