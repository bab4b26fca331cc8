import CLinux
import Glibc
package import SystemPackage

/// Folders and files for what may be lost.
extension FileCalls {
    /// Makes a folder for this user alone among the temporary files, with a name that nobody else could have taken before.
    ///
    /// - Parameter name: what the folder's name begins with.
    package func makeTemporaryFolder(named name: String) throws(Errno) -> FilePath {
        try intercept(.makeFolder)
        var template = "\(Self.temporaryFolder)/\(name)-XXXXXX".utf8CString
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { FilePath(platformString: $0) }
        }
        guard let made else { throw Errno(rawValue: errno) }
        return made
    }

    /// Makes an empty file without a name among the temporary files, open for reading and writing; it is gone with its
    /// descriptor.
    package func makeUnnamedFile() throws(Errno) -> Descriptor {
        let flags = O_RDWR | O_CLOEXEC | clinux_o_tmpfile
        let number = try retrying(.createUnnamed) { Int(Glibc.open(Self.temporaryFolder, flags, 0o600)) }
        return Descriptor(owning: Int32(number))
    }

    /// Makes an empty file in memory, open for reading and writing, that `name` stands for in lists of open files; it is gone with
    /// its last descriptor.
    package func makeMemoryFile(named name: String) throws(Errno) -> Descriptor {
        let number = try retrying(.createUnnamed) { Int(name.withCString { clinux_make_memory_file($0) }) }
        return Descriptor(owning: Int32(number))
    }

    /// The folder for temporary files.
    package static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// Whether a file of `bytes` can be made in a folder, found out by making one.
    package func canMakeFile(of bytes: Int, in folder: FilePath) -> Bool {
        let probe = folder.appending(".segmentd-\(getpid())")
        let file = probe.withPlatformString { Glibc.open($0, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600) }
        guard file >= 0 else { return false }
        defer {
            close(file)
            _ = probe.withPlatformString { unlink($0) }
        }
        return posix_fallocate(file, 0, bytes) == 0
    }

    /// Whether the file system of a folder lets files be executed, or loaded as libraries.
    package func canExecute(in folder: FilePath) -> Bool {
        var record = statvfs()
        guard folder.withPlatformString({ statvfs($0, &record) }) == 0 else { return true }
        // ST_NOEXEC of <sys/statvfs.h>, which is an enumeration for _GNU_SOURCE alone.
        return record.f_flag & 8 == 0
    }
}
