import CLinux
import Glibc
package import SystemPackage

extension FileCalls {
    /// How much is copied at most in one call, so that none takes long.
    private static let mostAtOnce = 64 << 20

    /// Copies bytes of a file to the position of another, in the kernel where the file systems can do that.
    ///
    /// - Parameter offset: where they begin in `source`, whose own position is left alone.
    /// - Returns: bytes copied, at most 64 MB; 0 at the end of `source`.
    package func copy(
        _ count: Int,
        of source: Descriptor,
        at offset: Int,
        to target: Descriptor
    ) throws(Errno) -> Int {
        let count = min(count, Self.mostAtOnce)
        var place = Int64(offset)
        do throws(Errno) {
            let copied = try retrying(.write) { clinux_copy(source.number, &place, target.number, count) }
            // Some file systems say 0 where they cannot do it.
            if copied > 0 { return copied }
        } catch {
            // Else it is another file system, or one that has no such call.
            if [.noSpace, .diskQuotaExceeded, .ioError, .readOnlyFileSystem].contains(error) { throw error }
        }
        var bytes = [UInt8](repeating: 0, count: min(count, 1 << 20))
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(Errno) in try read(source.number, into: buffer, at: offset) }
        }
        bytes.removeLast(bytes.count - (try result.get()))
        if !bytes.isEmpty { try write(bytes, to: target) }
        return bytes.count
    }

    /// Shortens a file to `length` bytes and goes on writing there.
    package func cut(_ file: Descriptor, to length: Int) throws(Errno) {
        try plain(.write) {
            guard ftruncate(file.number, length) == 0 else { return -1 }
            return lseek(file.number, length, SEEK_SET) < 0 ? -1 : 0
        }
    }
}
