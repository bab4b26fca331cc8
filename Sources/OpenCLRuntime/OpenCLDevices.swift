package import Devices

/// The devices of this computer and the order in which they are tried.
package enum OpenCLDevices {
    /// A device that may be used, with the reason for its place in words.
    package struct Candidate {
        package let device: Device
        /// Why this one: `the only device`, `GPUs come before CPUs`, `chosen by name = "…"`.
        package let reason: String
        /// Whether the selection asked for something else.
        package let isFallback: Bool
    }

    /// Every CPU and GPU of every installed runtime, usable or not.
    package static func all() throws(OpenCLError) -> [Device] {
        var devices: [Device] = []
        for platform in try Platform.all() {
            devices += try platform.devices()
        }
        return devices
    }

    /// The devices to try, best first: those selected, GPUs before CPUs, then the CPUs that were not selected.
    ///
    /// Devices with a `problem` are left out. A list without what was selected is not an error: the caller warns.
    package static func candidates(for selection: DeviceSelection?, among devices: [Device]) -> [Candidate] {
        let selection = selection ?? DeviceSelection()
        let usable = devices.filter { $0.description.problem == nil }
        let wanted = ranked(usable.filter { selection.matches($0.description) }, first: selection.place ?? 0)
        let others = usable.filter { !selection.matches($0.description) && $0.description.kind == .cpu }
        return wanted.map { device in
            Candidate(device: device, reason: reason(selection, device, usable.count), isFallback: false)
        }
            + others.map { device in
                Candidate(
                    device: device,
                    reason: "nothing usable matches \(selection.inWords), and a CPU is always good enough",
                    isFallback: true
                )
            }
    }

    private static func ranked(_ devices: [Device], first: Int) -> [Device] {
        // A stable order: the sort key is the kind, then the place in the runtime's list, counted from the GPU that is the
        // caller's own.
        let gpus = devices.filter { $0.description.kind == .gpu }
        let start = gpus.isEmpty ? 0 : first % gpus.count
        return gpus[start...] + gpus[..<start] + devices.filter { $0.description.kind == .cpu }
    }

    private static func reason(_ selection: DeviceSelection, _ device: Device, _ count: Int) -> String {
        if !selection.isOpen { return "chosen by \(selection.inWords)" }
        if count == 1 { return "the only usable device" }
        return device.description.kind == .gpu ? "GPUs come before CPUs" : "no GPU is usable"
    }
}
