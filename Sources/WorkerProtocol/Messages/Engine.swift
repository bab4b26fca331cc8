/// What computed an image.
package struct Engine: Sendable, Equatable, Codable {
    /// The version of segmentd.
    package var version: String
    /// The name of the device.
    package var device: String
    /// `gpu`, `cpu` or `host`.
    package var kind: String

    /// The given version on the given device.
    package init(version: String = Version.current, device: String, kind: String) {
        self.version = version
        self.device = device
        self.kind = kind
    }
}

/// What a worker computes with, and what the user should know of that.
package struct EngineReport: Sendable, Codable, Equatable {
    package var engine: Engine
    package var warnings: [String]
    /// How many devices of this kind could be used, this one included; nil where that was not looked at.
    package var devices: Int?

    /// The engine with its warnings.
    package init(_ engine: Engine, warnings: [String], devices: Int? = nil) {
        self.engine = engine
        self.warnings = warnings
        self.devices = devices
    }
}
