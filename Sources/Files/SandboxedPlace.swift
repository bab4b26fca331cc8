import Glibc
package import SystemPackage

/// What the mounts of this process say of a path that it cannot see or write to: the walls of a unit look like a disk
/// that fails, and need another remedy.
package struct SandboxedPlace: Sendable, Hashable {
    /// What is the matter.
    package let message: String
    /// What to do about it.
    package let remedy: String

    /// The command that lets the unit reach what its configuration names.
    package static var dropin: String {
        // An instance has folders of its own, which its unit names.
        let folder = getenv("RUNTIME_DIRECTORY").flatMap { FilePath(String(cString: $0)).lastComponent?.string } ?? ""
        let instance = folder.hasPrefix("segmentd-") ? " --instance \(folder.dropFirst("segmentd-".count))" : ""
        return "`segmentd unit-dropin --write\(instance)`, `systemctl daemon-reload` and a restart of the service"
    }
    /// The folders that ProtectHome= hides.
    package static let homes: [FilePath] = ["/home", "/root", "/run/user"]

    /// Why a path is hidden by its unit; nil where nothing tells of that.
    package static func hidden(_ path: FilePath, by mounts: MountTable) -> SandboxedPlace? {
        guard let home = homes.first(where: { path.starts(with: $0) }),
            let mount = mounts.mounts.last(where: { $0.place == home }), mount.kind == "tmpfs", mount.isReadOnly
        else { return nil }
        // systemd lays an empty folder there: one of its own, or for ProtectHome=tmpfs a file system.
        return SandboxedPlace(message: "the unit hides \(home) from the service (ProtectHome=)", remedy: dropin)
    }

    /// Why a path on a read-only file system is that.
    package static func readOnly(_ path: FilePath, by mounts: MountTable) -> SandboxedPlace {
        guard let mount = mounts.mount(of: path) else {
            return SandboxedPlace(
                message: "\(Errno.readOnlyFileSystem)",
                remedy: "write results elsewhere by output = \"/…\""
            )
        }
        if mount.isFileSystemReadOnly {
            return SandboxedPlace(
                message: "the \(mount.kind) file system on \(mount.place) is mounted read-only",
                remedy: "`dmesg` says whether the kernel did that after an error; else "
                    + "`mount --options remount,rw \(ShellText.quoted(mount.place))`, "
                    + "or write results elsewhere by output = \"/…\""
            )
        }
        return SandboxedPlace(
            message: "the unit lets the service only read there (ReadWritePaths= does not name it)",
            remedy: mount.place == "/"
                ? dropin
                : "\(dropin); where no unit is in the way, "
                    + "`mount --options remount,bind,rw \(ShellText.quoted(mount.place))`"
        )
    }
}
