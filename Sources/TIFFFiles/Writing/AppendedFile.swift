import Glibc

/// A file that is written from its beginning to its end, and whose header is filled in last.
final class AppendedFile {
    private let descriptor: Int32
    /// Bytes so far.
    private(set) var size = 0

    /// Empties the file behind `descriptor`, which must be open for reading and writing and stays the caller's.
    init(emptying descriptor: Int32) throws(TIFFFault) {
        self.descriptor = try FileBytes.emptied(descriptor)
    }

    deinit { FileBytes.close(descriptor) }

    /// Adds `bytes` at the end.
    func append(_ bytes: UnsafeRawBufferPointer) throws(TIFFFault) {
        try write(bytes, at: size)
        size += bytes.count
    }

    /// Adds `bytes` at the end.
    func append(_ bytes: [UInt8]) throws(TIFFFault) {
        try write(bytes, at: size)
        size += bytes.count
    }

    /// Puts `bytes` in the place of those at `offset`.
    func replace(at offset: Int, by bytes: [UInt8]) throws(TIFFFault) {
        try write(bytes, at: offset)
    }

    private func write(_ bytes: [UInt8], at offset: Int) throws(TIFFFault) {
        let fault = bytes.withUnsafeBytes { bytes -> TIFFFault? in
            do throws(TIFFFault) { try write(bytes, at: offset) } catch { return error }
            return nil
        }
        if let fault { throw fault }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(TIFFFault) {
        guard FileBytes.write(descriptor, at: offset, from: bytes) == bytes.count else {
            throw TIFFFault(.unwritable, String(cString: strerror(errno)))
        }
    }
}
