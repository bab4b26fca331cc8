import OpenCLRuntime
import Testing

@Suite("Choice of device")
struct DeviceSelectionTests {
    private static func description(_ name: String, _ kind: DeviceKind) -> DeviceDescription {
        DeviceDescription(
            name: name,
            kind: kind,
            platform: "P",
            version: "OpenCL 3.0",
            driver: "1",
            computeUnits: 2,
            globalMemoryBytes: 1 << 30,
            problem: nil
        )
    }

    @Test(
        "a selection matches by kind and by part of the name",
        arguments: [
            (DeviceSelection(), true),
            (DeviceSelection(kind: .gpu), true),
            (DeviceSelection(kind: .cpu), false),
            (DeviceSelection(name: "rtx"), true),
            (DeviceSelection(name: "Arc"), false),
            (DeviceSelection(kind: .cpu, name: "rtx"), false),
        ]
    )
    func matching(selection: DeviceSelection, expected: Bool) {
        #expect(selection.matches(Self.description("NVIDIA RTX A4000", .gpu)) == expected)
    }

    @Test("devices describe themselves completely", .enabled(if: AnyDevice.isPresent, "no usable OpenCL device"))
    func descriptions() throws {
        for device in try OpenCLDevices.all() {
            let description = device.description
            #expect(!description.name.isEmpty && !description.platform.isEmpty)
            #expect(description.version.hasPrefix("OpenCL "))
            #expect(description.computeUnits > 0 && description.globalMemoryBytes > 1 << 20)
            #expect(device.maximumWorkGroup > 0 && device.maximumAllocation > 1 << 20)
        }
    }

    @Test("a CPU stands in when nothing matches", .enabled(if: AnyDevice.isPresent, "no usable OpenCL device"))
    func fallback() throws {
        let devices = try OpenCLDevices.all()
        let selection = DeviceSelection(name: "no device has this name")
        let candidates = OpenCLDevices.candidates(for: selection, among: devices)
        #expect(candidates.allSatisfy { $0.isFallback && $0.device.description.kind == .cpu })
        #expect(candidates.allSatisfy { $0.reason.contains("no device has this name") })
        let open = OpenCLDevices.candidates(for: nil, among: devices)
        #expect(open.count == devices.filter { $0.description.problem == nil }.count)
        #expect(open.allSatisfy { !$0.isFallback && !$0.reason.isEmpty })
    }
}
