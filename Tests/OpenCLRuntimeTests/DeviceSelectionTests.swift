import Devices
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

    @Test("a CPU can be limited to one of its threads, and computes on it")
    func threads() throws {
        let device = try AnyDevice.first()
        guard device.description.kind == .cpu, device.description.computeUnits > 1 else { return }
        let part = try device.limited(toThreads: 1)
        #expect(part.description.computeUnits == 1 && part.description.name == device.description.name)
        #expect(part.description.isSame(as: device.description))
        #expect(try device.limited(toThreads: nil).description == device.description)
        let context = try Context(device: part)
        let source = "kernel void twice(global int *v) { v[get_global_id(0)] *= 2; }"
        let kernel = try Program(context: context, source: source, options: "").kernel("twice")
        let buffer = try DeviceBuffer(context: context, copying: [1, 2, 3, 4] as [Int32])
        let queue = try CommandQueue(context: context)
        try queue.run(kernel, columns: 4, rows: 1, local: (1, 1), [.buffer(buffer)])
        var values = [Int32](repeating: 0, count: 4)
        try queue.read(buffer, into: &values, at: 0, count: 4)
        #expect(values == [2, 4, 6, 8])
    }
}
