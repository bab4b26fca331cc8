import CLinux
import Glibc
import Results
import SystemPackage
import Watching

/// The system calls of this target, each once, with `Errno` for errors.
enum FolderCalls {
    /// `rename(2)`.
    static func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
        let status = old.withPlatformString { old in new.withPlatformString { new in Glibc.rename(old, new) } }
        guard status == 0 else { throw Errno(rawValue: errno) }
    }

    /// `fsync(2)`.
    static func synchronize(_ file: FileDescriptor) throws(Errno) {
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Opens a folder beneath `root` to resolve names in it, following no link.
    static func openFolder(_ path: FilePath, beneath root: PinnedFolder) throws(Errno) -> Descriptor {
        Descriptor(owning: try root.open(path, flags: clinux_o_path | O_DIRECTORY))
    }

    /// Opens an image for reading; a FIFO in its place blocks nothing, a terminal takes nothing over.
    static func openImage(_ path: FilePath, beneath root: PinnedFolder) throws(Errno) -> Descriptor {
        Descriptor(owning: try root.open(path, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY))
    }
}
