import OpenCLRuntime
import Segmentation

/// The device these tests run on, and engines on it and on the host.
enum TestDevice {
    /// Whether there is a device to test; one that then fails its self-test fails the tests, it does not skip them.
    static let isPresent: Bool = {
        guard let devices = try? OpenCLDevices.all() else { return false }
        return !OpenCLDevices.candidates(for: nil, among: devices).isEmpty
    }()

    /// A new engine that must use a device.
    static func engine(_ change: (inout EngineOptions) -> Void = { _ in }) throws -> SegmentationEngine {
        var options = EngineOptions()
        change(&options)
        return try SegmentationEngine(selection: nil, allowHost: false, options: options)
    }

    /// The reference.
    static func host(stripRows: Int? = nil) -> SegmentationEngine {
        var options = EngineOptions()
        options.stripRows = stripRows
        return SegmentationEngine(host: options)
    }
}
