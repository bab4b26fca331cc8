import Glibc
package import SystemPackage

extension FileCalls {
    /// Reads into `buffer` from `offset`, without moving the file's own position.
    ///
    /// - Returns: bytes read; 0 at the end.
    package func read(
        _ fileDescriptor: Int32,
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws(Errno) -> Int {
        try retrying(.read) { pread(fileDescriptor, buffer.baseAddress, buffer.count, offset) }
    }

    /// The first bytes of a file, at most `count`; fewer where it ends before.
    package func read(_ fileDescriptor: Int32, first count: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let result = bytes.withUnsafeMutableBytes { buffer in
                Result { () throws(Errno) in
                    try read(fileDescriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: done)
                }
            }
            let more = try result.get()
            if more == 0 { break }
            done += more
        }
        return done == count ? bytes : Array(bytes.prefix(done))
    }

    /// At most `count` bytes from `offset`; none at the end. For files of the kernel, whose size is not known.
    package func read(_ fileDescriptor: Int32, first count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(Errno) in try read(fileDescriptor, into: buffer, at: offset) }
        }
        return Array(bytes.prefix(try result.get()))
    }

    /// Writes all bytes at the file's position.
    package func write(_ bytes: [UInt8], to file: Descriptor) throws(Errno) {
        var done = 0
        while done < bytes.count {
            done += try retrying(.write) {
                bytes.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress! + done, $0.count - done) }
            }
        }
    }

    /// The same for a file that somebody else closes.
    package func sync(fileDescriptor: Int32) throws(Errno) {
        try plain(.sync) { fsync(fileDescriptor) }
    }

    /// Whether a file of `bytes` can be made in an open folder, as far as the system tells without trying.
    package func hasRoom(for bytes: Int64, in folder: Descriptor) -> Bool {
        guard faccessat(folder.number, ".", W_OK | X_OK, AT_EACCESS) == 0 else { return false }
        var record = statvfs()
        guard fstatvfs(folder.number, &record) == 0 else { return true }
        // Some file systems count no files.
        let hasNames = record.f_files == 0 || record.f_favail > 0
        return hasNames && Double(record.f_bavail) * Double(record.f_frsize) >= Double(bytes)
    }
}
