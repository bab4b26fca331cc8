import SystemPackage

/// Everything about a file that moves while somebody still writes or replaces it.
///
/// Device, inode and change time say nothing about content by themselves; where one differs from what was recorded, the
/// digest of the content decides.
package struct FileState: Sendable, Hashable {
    package var identity: ImageIdentity
    package var device: UInt64
    package var inode: UInt64
    /// Whole seconds of the status change time.
    package var changeSeconds: Int64
    /// Nanoseconds beyond them.
    package var changeNanoseconds: Int
    /// False for folders, links, pipes and devices.
    package var isRegularFile: Bool

    /// Nanoseconds since 1970 of the status change time; a time beyond the year 2262 wraps.
    package var changeTime: Int64 { changeSeconds &* 1_000_000_000 &+ Int64(changeNanoseconds) }

    /// The state with the given parts.
    package init(
        identity: ImageIdentity,
        device: UInt64,
        inode: UInt64,
        changeSeconds: Int64,
        changeNanoseconds: Int,
        isRegularFile: Bool
    ) {
        self.identity = identity
        self.device = device
        self.inode = inode
        self.changeSeconds = changeSeconds
        self.changeNanoseconds = changeNanoseconds
        self.isRegularFile = isRegularFile
    }

    /// The state of an open file; `name` is for the message of an error.
    package init(fileDescriptor: Int32, name: String, calls: FileCalls = FileCalls()) throws(ResultsError) {
        do {
            self = try calls.status(of: fileDescriptor)
        } catch {
            throw .imageUnreadable(name: name, code: error)
        }
    }
}
