import CLinux
import Glibc

/// What tells whether a file is still the same and still at rest: two equal states mean nobody touched it in between.
package struct FileState: Sendable, Hashable {
    /// Device number of the file system.
    package var device: UInt64
    /// Inode number on that device.
    package var inode: UInt64
    /// Bytes.
    package var size: Int64
    /// Modification time, seconds since 1970; shown and compared for equality, never with a clock.
    package var modificationSeconds: Int64
    /// Nanoseconds within the second of the modification time.
    package var modificationNanoseconds: Int64
    /// Time of the last change of content or attributes, seconds since 1970.
    package var changeSeconds: Int64
    /// Nanoseconds within the second of that change.
    package var changeNanoseconds: Int64

    /// A state with all its parts.
    package init(
        device: UInt64,
        inode: UInt64,
        size: Int64,
        modificationSeconds: Int64,
        modificationNanoseconds: Int64,
        changeSeconds: Int64,
        changeNanoseconds: Int64
    ) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modificationSeconds = modificationSeconds
        self.modificationNanoseconds = modificationNanoseconds
        self.changeSeconds = changeSeconds
        self.changeNanoseconds = changeNanoseconds
    }

    /// The state in a record of stat(2).
    init(_ record: stat) {
        self.init(
            device: UInt64(record.st_dev),
            inode: UInt64(record.st_ino),
            size: Int64(record.st_size),
            modificationSeconds: Int64(record.st_mtim.tv_sec),
            modificationNanoseconds: Int64(record.st_mtim.tv_nsec),
            changeSeconds: Int64(record.st_ctim.tv_sec),
            changeNanoseconds: Int64(record.st_ctim.tv_nsec)
        )
    }

    /// Whether this file was modified before `other`, by the times the file system shows.
    package func isOlder(than other: FileState) -> Bool {
        (modificationSeconds, modificationNanoseconds) < (other.modificationSeconds, other.modificationNanoseconds)
    }

    /// Whether both are the same file or folder, whatever happened to its content.
    func isSameFile(as other: FileState) -> Bool {
        device == other.device && inode == other.inode
    }
}
