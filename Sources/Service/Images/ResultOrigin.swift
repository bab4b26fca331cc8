import Glibc
package import Settings
import SystemPackage

/// Who makes results, as their summaries tell it.
package struct ResultOrigin: Sendable, Hashable {
    /// The name of the computer.
    package let host: String
    /// `segmentd`, the name of the instance, or `run`.
    package let service: String

    /// What somebody started by hand.
    package static let byHand = ResultOrigin(host: Notifier.hostName, service: "run")

    /// The service whose folders these are: under systemd they are called after the unit's name.
    package static func service(_ directories: ServiceDirectories) -> ResultOrigin {
        let name = directories.state.lastComponent?.string ?? ""
        let instance = name.hasPrefix("segmentd-") ? String(name.dropFirst("segmentd-".count)) : ""
        return ResultOrigin(host: Notifier.hostName, service: instance.isEmpty ? "segmentd" : instance)
    }
}
