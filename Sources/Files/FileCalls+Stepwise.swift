import CLinux
import Glibc
package import SystemPackage

extension FileCalls {
    /// Opens what lies at `path` folder by folder, each relative to the one before: what openat2(2) does in one call, where
    /// the system has none. A folder that is swapped for a link meanwhile is refused, like any link.
    package func openStepwise(
        _ path: FilePath,
        for use: FileUse,
        _ resolution: Resolution,
        as call: Call
    ) throws(Errno) -> Descriptor {
        if case .followingLinks = resolution {
            return try opening(call) { path.withPlatformString { openat(AT_FDCWD, $0, use.flags) } }
        }
        if path.isAbsolute, case .beneath = resolution { throw Self.outside }
        var names = path.components.filter { $0.kind != .currentDirectory }
        if names.contains(where: { $0.kind == .parentDirectory }) { throw Self.outside }
        guard let last = names.popLast() else {
            let start = path.isAbsolute ? "/" : "."
            return try opening(call) { start.withCString { openat(resolution.folder, $0, use.flags) } }
        }
        var folder: Descriptor?
        if path.isAbsolute { folder = try opening(call) { Glibc.open("/", FileUse.passing.flags) } }
        for name in names {
            folder = try step(to: name, from: folder, resolution, for: .passing, as: call)
        }
        return try step(to: last, from: folder, resolution, for: use, as: call)
    }

    /// What openat2(2) says of a path that leads out of its folder.
    private static let outside = Errno(rawValue: EXDEV)

    private func step(
        to name: FilePath.Component,
        from folder: Descriptor?,
        _ resolution: Resolution,
        for use: FileUse,
        as call: Call
    ) throws(Errno) -> Descriptor {
        let parent = folder?.number ?? resolution.folder
        defer { withExtendedLifetime(folder) {} }
        do throws(Errno) {
            let opened = try opening(call) { name.withPlatformString { openat(parent, $0, use.flags | O_NOFOLLOW) } }
            // A link that is only looked at is opened as itself.
            if case .looking = use, try state(of: opened).type == .symbolicLink { throw .tooManySymbolicLinkLevels }
            return opened
        } catch .notDirectory {
            var record = stat()
            let isLink =
                name.withPlatformString { fstatat(parent, $0, &record, AT_SYMLINK_NOFOLLOW) } == 0
                && record.st_mode & S_IFMT == S_IFLNK
            throw isLink ? .tooManySymbolicLinkLevels : .notDirectory
        }
    }
}
