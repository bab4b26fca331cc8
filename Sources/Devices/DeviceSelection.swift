/// Which device is wanted; what is nil is left to the program.
package struct DeviceSelection: Sendable, Hashable, Codable {
    /// Only devices of this kind.
    package var kind: DeviceKind?
    /// Only devices whose name contains this text, in any case of letters.
    package var name: String?
    /// The most threads that a CPU may use; nil for all of them.
    package var threads: Int?
    /// Which of several GPUs is tried first, counted from 0, so that each worker has one of its own; nil for the first.
    package var place: Int?

    /// A selection by kind, by name, by both, or by neither (the best there is).
    package init(kind: DeviceKind? = nil, name: String? = nil, threads: Int? = nil) {
        self.kind = kind
        self.name = name
        self.threads = threads
    }

    /// Whether neither kind nor name is asked for.
    package var isOpen: Bool { kind == nil && name == nil }

    /// Whether a device is one of those asked for.
    package func matches(_ device: DeviceDescription) -> Bool {
        if let kind, kind != device.kind { return false }
        if let name, !device.name.lowercased().contains(name.lowercased()) { return false }
        return true
    }

    /// The selection in words, as it is set in the configuration.
    package var inWords: String {
        let parts = [kind.map { "kind = \"\($0.rawValue)\"" }, name.map { "name = \"\($0)\"" }].compactMap(\.self)
        return parts.isEmpty ? "no selection" : parts.joined(separator: ", ")
    }
}
