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

    /// Adds zeros up to `offset`, where the file does not reach that far.
    func fill(to offset: Int) throws(TIFFFault) {
        if offset > size { try append([UInt8](repeating: 0, count: offset - size)) }
    }

    /// The `count` bytes at `offset`, which were written before.
    func bytes(at offset: Int, count: Int) throws(TIFFFault) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, FileBytes.read(descriptor, at: offset, into: UnsafeMutableRawBufferPointer(buffer)))
        }
        guard bytes.count == count else { throw TIFFFault(.unwritable, "what was written cannot be read again") }
        return bytes
    }

    /// Takes out the bytes from `target` to `start`: what is behind them moves up, a megabyte at a time.
    func moveTail(from start: Int, to target: Int, beat: () -> Void) throws(TIFFFault) {
        for place in stride(from: start, to: size, by: 1 << 20) {
            beat()
            let part = try bytes(at: place, count: min(1 << 20, size - place))
            try write(part, at: place - (start - target))
        }
        size -= start - target
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw TIFFFault(.unwritable, String(cString: strerror(errno)))
        }
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
