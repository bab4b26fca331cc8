package import Devices

/// What is to be tested on this computer.
package struct SelftestRequest: Sendable, Codable {
    /// The device; nil for the best there is.
    package var device: DeviceSelection?
    /// Tests the way without a device, where nothing is left to compare.
    package var usesHost = false
    /// A part of the names of the cases that are wanted; nil for all.
    package var only: String?
    /// What the user should know of how the worker was started.
    package var notes: [String] = []

    /// A test of the device given.
    package init(device: DeviceSelection? = nil, only: String? = nil) { (self.device, self.only) = (device, only) }

    /// Whether a case of this name is wanted.
    package func wants(_ name: String) -> Bool { only.map { name.lowercased().contains($0.lowercased()) } ?? true }
}

/// What came of the built-in cases.
package struct SelftestReport: Sendable, Codable {
    /// One case.
    package struct Case: Sendable, Codable {
        package var name: String
        /// What is wrong; nil where it passed.
        package var problem: String?
        package var milliseconds: Double

        /// A case that took so long.
        package init(name: String, problem: String?, milliseconds: Double) {
            self.name = name
            self.problem = problem
            self.milliseconds = milliseconds
        }
    }

    /// The device that was tested; `host` without one.
    package var device: String
    /// `gpu`, `cpu` or `host`.
    package var deviceKind: String
    /// What the user should know: devices that were passed over, and why.
    package var warnings: [String]
    /// The cases in their order.
    package var cases: [Case]

    /// A report of these cases.
    package init(device: String, deviceKind: String, warnings: [String], cases: [Case]) {
        self.device = device
        self.deviceKind = deviceKind
        self.warnings = warnings
        self.cases = cases
    }
}
