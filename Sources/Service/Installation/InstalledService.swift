import Files
package import SystemPackage

/// The names of the system's service, or of one of its instances: unit, configuration, drop-in, record of the set-up.
package struct InstalledService: Sendable, Hashable {
    /// The user that runs it, unless its unit names another one.
    package static let user = "segmentd"

    /// NAME of segmentd@NAME; nil for the service itself.
    package let instance: String?

    /// The service, or the instance of that name.
    package init(instance: String? = nil) { self.instance = instance }

    /// The name of the unit.
    package var unit: String { instance.map { "segmentd@\($0)" } ?? "segmentd" }
    /// What its configuration, its record and its folders are called.
    private var name: String { instance ?? "segmentd" }
    /// Its configuration.
    package var configuration: FilePath { FilePath("/etc/segmentd").appending("\(name).toml") }
    /// What `segmentd unit-dropin` prints for it.
    package var dropin: FilePath { FilePath("/etc/systemd/system/\(unit).service.d/50-folders.conf") }
    /// What `segmentd setup` has done, so that it can be undone.
    package var record: FilePath { FilePath("/var/lib/segmentd-setup").appending("\(name).undo") }
    /// Its runtime folder, which holds its socket.
    package var runtime: FilePath { FilePath(instance.map { "/run/segmentd-\($0)" } ?? "/run/segmentd") }
    /// Its cache folder.
    package var cache: FilePath { FilePath(instance.map { "/var/cache/segmentd-\($0)" } ?? "/var/cache/segmentd") }
    /// Its state folder.
    package var state: FilePath { FilePath(instance.map { "/var/lib/segmentd-\($0)" } ?? "/var/lib/segmentd") }
}
