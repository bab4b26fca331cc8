package import Devices

/// The OpenCL devices of this computer, the one that would be used, and why.
package struct DeviceReport: Sendable, Codable {
    package var devices: [DeviceDescription]
    /// The device a worker would use now, after its self-test; `host` when none passes.
    package var chosen: String
    package var chosenKind: String
    /// Why, and what was passed over.
    package var reasons: [String]
    /// Whether an OpenCL runtime ended the process that asked it.
    package var isBroken: Bool

    /// A report of everything.
    package init(
        devices: [DeviceDescription],
        chosen: String,
        chosenKind: String,
        reasons: [String],
        isBroken: Bool = false
    ) {
        self.devices = devices
        self.chosen = chosen
        self.chosenKind = chosenKind
        self.reasons = reasons
        self.isBroken = isBroken
    }

    /// The report for people.
    package var text: String {
        var lines = devices.isEmpty ? ["no OpenCL device; install a runtime, for example pocl-opencl-icd"] : []
        if isBroken { lines = ["the devices cannot be listed: an OpenCL runtime ends the process that asks it"] }
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
