import CLinux
import Glibc
package import SystemPackage

extension FileCalls {
    /// Opens a folder; links on the way are followed, since they are the administrator's, unless the path is one that
    /// had none when they were looked at.
    package func openFolder(at path: FilePath, followingLinks: Bool = true) throws(Errno) -> Descriptor {
        try open(path, for: .listing, followingLinks ? .followingLinks : .withoutLinks, as: .openFolder)
    }

    /// Opens a folder inside another; a link is refused.
    package func openFolder(_ name: FilePath.Component, in folder: Descriptor) throws(Errno) -> Descriptor {
        try open(name, in: folder, for: .listing, as: .openFolder)
    }

    /// Makes a folder, or leaves the one that is there; links on the way are followed as in `openFolder(at:)`.
    ///
    /// - Parameters:
    ///   - permissions: as far as the umask leaves them.
    ///   - readers: who may enter it, whatever the umask says.
    /// - Returns: whether it is new.
    package func makeFolder(
        at path: FilePath,
        followingLinks: Bool = true,
        permissions: FilePermissions = .ofFolder,
        readers: Readers? = nil
    ) throws(Errno) -> Bool {
        guard let name = path.lastComponent else { return false }
        let resolution = followingLinks ? Resolution.followingLinks : .withoutLinks
        let way = path.removingLastComponent()
        let parent = try open(way.isEmpty ? "." : way, for: .passing, resolution, as: .openFolder)
        if let readers { return try makeFolder(name, in: parent, readers: readers) }
        return try makeFolder(name, in: parent, permissions: permissions)
    }

    /// Makes a folder inside another, or leaves the one that is there.
    ///
    /// - Returns: whether it is new.
    package func makeFolder(
        _ name: FilePath.Component,
        in folder: Descriptor,
        permissions: FilePermissions = .ofFolder
    ) throws(Errno) -> Bool {
        do {
            try plain(.makeFolder) {
                name.withPlatformString { mkdirat(folder.number, $0, permissions.rawValue) }
            }
        } catch .fileExists {
            return false
        }
        return true
    }

    /// Makes a folder inside another that its readers may enter from the first moment on, or leaves the one that is there.
    ///
    /// - Returns: whether it is new.
    package func makeFolder(
        _ name: FilePath.Component,
        in folder: Descriptor,
        readers: Readers?
    ) throws(Errno) -> Bool {
        guard let readers else { return try makeFolder(name, in: folder, permissions: .ofFolder) }
        try intercept(.makeFolder)
        let permissions = readers.ofFolder.union(.ownerReadWriteExecute)
        let code = name.withPlatformString {
            clinux_make_folder(folder.number, $0, permissions.rawValue, readers.decided.rawValue)
        }
        if code == EEXIST { return false }
        guard code == 0 else { throw Errno(rawValue: code) }
        return true
    }

    /// Opens a file; never waits for the other end of a pipe.
    package func openFile(
        _ name: FilePath.Component,
        in folder: Descriptor,
        forWriting: Bool = false
    ) throws(Errno) -> Descriptor {
        try open(name, in: folder, for: forWriting ? .writing : .reading, as: .openFile)
    }

    /// Opens what lies at `path`, all links followed.
    package func open(_ path: FilePath, for use: FileUse) throws(Errno) -> Descriptor {
        try open(path, for: use, .followingLinks, as: use.isOfFolder ? .openFolder : .openFile)
    }

    /// Which way a path may take.
    package enum Resolution {
        case followingLinks
        /// A link is refused wherever it is in the path.
        case withoutLinks
        /// So is a link, and whatever leads out of the folder.
        case beneath(Descriptor)

        /// Where relative paths begin.
        var folder: Int32 {
            if case .beneath(let folder) = self { folder.number } else { AT_FDCWD }
        }

        /// The RESOLVE_ flags of openat2(2).
        fileprivate var limits: Int32 {
            switch self {
            case .followingLinks: 0
            case .withoutLinks: Int32(RESOLVE_NO_SYMLINKS)
            case .beneath: Int32(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS)
            }
        }
    }

    /// Opens what lies at `path`.
    func open(
        _ path: FilePath,
        for use: FileUse,
        _ resolution: Resolution,
        as call: Call
    ) throws(Errno) -> Descriptor {
        guard Self.hasLimitedOpening else { return try openStepwise(path, for: use, resolution, as: call) }
        return try opening(call) {
            path.withPlatformString {
                clinux_openat2(resolution.folder, $0, UInt64(use.flags), 0, UInt64(resolution.limits))
            }
        }
    }

    /// Whether the system has openat2(2): not before Linux 5.6, nor in a unit with RestrictSUIDSGID=.
    private static let hasLimitedOpening: Bool = {
        let root = "/".withCString { clinux_openat2(AT_FDCWD, $0, UInt64(FileUse.passing.flags), 0, 0) }
        if root >= 0 { close(root) }
        return root >= 0
    }()

    /// Opens what has a name in a folder; a link is refused.
    func open(
        _ name: FilePath.Component,
        in folder: Descriptor,
        for use: FileUse,
        as call: Call
    ) throws(Errno) -> Descriptor {
        try opening(call) { name.withPlatformString { openat(folder.number, $0, use.flags | O_NOFOLLOW) } }
    }

    func opening(_ call: Call, _ body: () -> Int32) throws(Errno) -> Descriptor {
        Descriptor(owning: Int32(try retrying(call) { Int(body()) }))
    }
}

extension FilePermissions {
    /// Those of a folder that is open to all; the umask has its say.
    package static let ofFolder: FilePermissions = [
        .ownerReadWriteExecute, .groupReadWriteExecute, .otherReadWriteExecute,
    ]
}
