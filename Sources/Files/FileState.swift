import Glibc
package import SystemPackage

/// Everything about a file that moves while somebody still writes or replaces it; two equal states mean that nobody
/// touched it in between.
///
/// Device, inode and change time say nothing about content by themselves; where one differs from what was recorded, the
/// digest of the content decides.
package struct FileState: Sendable, Hashable {
    package var identity: FileIdentity
    package var device: UInt64
    package var inode: UInt64
    /// Whole seconds of the status change time: the last change of content, name or attributes.
    package var changeSeconds: Int64
    /// Nanoseconds beyond them.
    package var changeNanoseconds: Int
    /// File, folder, link, pipe, socket or device.
    package var type: FileType

    /// The state with the given parts.
    package init(
        identity: FileIdentity,
        device: UInt64,
        inode: UInt64,
        changeSeconds: Int64,
        changeNanoseconds: Int,
        type: FileType = .regular
    ) {
        self.identity = identity
        self.device = device
        self.inode = inode
        self.changeSeconds = changeSeconds
        self.changeNanoseconds = changeNanoseconds
        self.type = type
    }

    /// The state in a record of stat(2).
    init(_ record: Stat) {
        let (modification, change) = (record.st_mtim, record.st_ctim)
        self.init(
            identity: FileIdentity(
                size: record.size,
                modificationSeconds: Int64(modification.tv_sec),
                modificationNanoseconds: Int(modification.tv_nsec)
            ),
            device: UInt64(record.deviceID.rawValue),
            inode: UInt64(record.inode.rawValue),
            changeSeconds: Int64(change.tv_sec),
            changeNanoseconds: Int(change.tv_nsec),
            type: record.type
        )
    }

    /// Whether it is a file with content; false for folders, links, pipes, sockets and devices.
    package var isRegularFile: Bool { type == .regular }

    /// Nanoseconds since 1970 of the status change time; a time beyond the year 2262 wraps.
    package var changeTime: Int64 { changeSeconds &* 1_000_000_000 &+ Int64(changeNanoseconds) }

    /// Whether both are the same file or folder, whatever happened to its content.
    package func isSameFile(as other: FileState) -> Bool {
        device == other.device && inode == other.inode
    }
}
