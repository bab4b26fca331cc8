import CLinux
import Glibc
import Results
import SystemPackage

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

    /// Opens a folder to resolve names beneath it; a link in its place is followed.
    static func openFolder(_ path: FilePath) throws(Errno) -> Descriptor {
        let descriptor = path.withPlatformString { Glibc.open($0, clinux_o_path | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return Descriptor(owning: descriptor)
    }

    /// Opens a name without ever leaving `folder`, following no link.
    static func open(_ relative: FilePath, beneath folder: Descriptor, flags: Int32) throws(Errno) -> Descriptor {
        let descriptor = relative.withPlatformString {
            clinux_openat2(
                folder.number,
                $0,
                UInt64(flags | O_CLOEXEC | O_NOFOLLOW),
                0,
                UInt64(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS)
            )
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return Descriptor(owning: descriptor)
    }

    /// Opens an image for reading; a FIFO in its place blocks nothing, a terminal takes nothing over.
    static func openImage(_ relative: FilePath, beneath folder: Descriptor) throws(Errno) -> Descriptor {
        try open(relative, beneath: folder, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
    }
}
