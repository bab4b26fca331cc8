import Glibc

/// How much a file system holds, and how much of it is free for this process.
package struct FileSystemSpace: Sendable, Hashable {
    /// Bytes in all.
    package var total: Int64
    /// Bytes that this process may still write, as far as no quota says otherwise.
    package var free: Int64
    /// Which file system it is.
    package var fileSystem: UInt64

    /// Values for tests and arithmetic.
    package init(total: Int64, free: Int64, fileSystem: UInt64 = 0) {
        self.total = total
        self.free = free
        self.fileSystem = fileSystem
    }

    /// The space where an open file or folder lies; nil where the file system does not tell.
    package init?(of file: Descriptor) {
        var (space, record) = (statvfs(), stat())
        let isKnown = withExtendedLifetime(file) {
            fstatvfs(file.number, &space) == 0 && fstat(file.number, &record) == 0
        }
        guard isKnown, space.f_blocks > 0 else { return nil }
        func bytes(_ blocks: UInt) -> Int64 {
            Int64(clamping: blocks.multipliedReportingOverflow(by: space.f_frsize).partialValue)
        }
        self.init(total: bytes(space.f_blocks), free: bytes(space.f_bavail), fileSystem: UInt64(record.st_dev))
    }
}
