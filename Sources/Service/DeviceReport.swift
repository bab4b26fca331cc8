package import OpenCLRuntime
import Segmentation

/// The OpenCL devices of this computer, the one that would be used, and why.
package struct DeviceReport: Sendable, Codable {
    package var devices: [DeviceDescription]
    /// The device a worker would use now, after its self-test; `host` when none passes.
    package var chosen: String
    package var chosenKind: String
    /// Why, and what was passed over.
    package var reasons: [String]

    /// A report of nothing yet.
    package init() {
        (devices, chosen, chosenKind, reasons) = ([], "none", "none", [])
    }

    /// Lists the devices and starts an engine to see which one passes.
    package init(selection: DeviceSelection?) {
        devices = (try? SegmentationEngine.survey()) ?? []
        do {
            let engine = try SegmentationEngine(selection: selection)
            chosen = engine.deviceName
            chosenKind = engine.deviceKind
            reasons = [engine.reason] + engine.warnings
        } catch {
            chosen = "none"
            chosenKind = "none"
            reasons = ["\(error)"]
        }
    }

    /// The report for people.
    package var text: String {
        var lines = devices.isEmpty ? ["no OpenCL device; install a runtime, for example pocl-opencl-icd"] : []
        for device in devices {
            lines.append(
                "\(device.name)\n    \(device.kind.rawValue), \(device.computeUnits) compute units, "
                    + "\(device.globalMemoryBytes >> 20) MB, \(device.platform), \(device.version), driver \(device.driver)"
            )
            if let problem = device.problem { lines.append("    not usable: \(problem)") }
        }
        lines.append("used: \(chosen) (\(chosenKind))")
        lines += reasons.map { "    \($0)" }
        return lines.joined(separator: "\n")
    }
}
