import CLinux
import Glibc
import SystemPackage

extension FileCalls {
    /// Creates an empty file, open for reading and writing, whose name can tell its inode; the umask decides on its mode.
    ///
    /// The file has its name from the first moment on where the file system can do that. Elsewhere it is called
    /// `naming(0)` until it is renamed, and a process killed between the two leaves it behind, empty.
    ///
    /// - Parameter naming: the name for an inode; throws `fileExists` when that is taken.
    func createFile(
        in folder: Descriptor,
        naming: (_ inode: UInt64) -> FilePath.Component
    ) throws(Errno) -> (file: Descriptor, name: FilePath.Component) {
        try intercept(.createFile)
        do {
            return try createUnnamed(in: folder, naming: naming)
        } catch {
            // Whatever the reason is, the plain way works or says what is wrong.
        }
        let first = naming(0)
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let number = first.withPlatformString { openat(folder.number, $0, flags, 0o666) }
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        do {
            let name = naming(try state(of: number).inode)
            try rename(first, to: name, in: folder, replacing: false)
            return (file, name)
        } catch {
            try? remove(first, in: folder)
            throw error
        }
    }

    private func createUnnamed(
        in folder: Descriptor,
        naming: (_ inode: UInt64) -> FilePath.Component
    ) throws(Errno) -> (file: Descriptor, name: FilePath.Component) {
        try intercept(.createUnnamed)
        let number = openat(folder.number, ".", O_RDWR | O_CLOEXEC | clinux_o_tmpfile, 0o666)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        let name = naming(try state(of: number).inode)
        let linked = name.withPlatformString {
            linkat(AT_FDCWD, "/proc/self/fd/\(number)", folder.number, $0, AT_SYMLINK_FOLLOW)
        }
        guard linked == 0 else { throw Errno(rawValue: errno) }
        return (file, name)
    }
}
