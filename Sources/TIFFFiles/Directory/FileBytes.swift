import Glibc

/// A regular file read by position, so that the descriptor's own offset is neither used nor moved.
///
/// Not thread safe; small neighbouring reads are answered from one buffer.
final class FileBytes {
    let descriptor: Int32
    /// Bytes of the file when it was opened.
    let size: Int
    private let isBorrowed: Bool
    private var window: [UInt8] = []
    private var windowStart = 0

    /// Duplicates `descriptor`, which stays the caller's.
    convenience init(duplicating descriptor: Int32) throws(TIFFFault) {
        try self.init(descriptor, isBorrowed: false)
    }

    /// Uses `descriptor`, which the caller keeps open for longer: an image may have more files than a process can open twice.
    convenience init(borrowing descriptor: Int32) throws(TIFFFault) {
        try self.init(descriptor, isBorrowed: true)
    }

    private init(_ descriptor: Int32, isBorrowed: Bool) throws(TIFFFault) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw TIFFFault(.unreadable, "its size cannot be read (\(FileBytes.reason()))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            throw TIFFFault(.notTIFF, isFolder ? "it is a folder" : "it is not a regular file")
        }
        self.size = Int(status.st_size)
        self.isBorrowed = isBorrowed
        self.descriptor = isBorrowed ? descriptor : fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard self.descriptor >= 0 else {
            throw TIFFFault(.unreadable, "its descriptor cannot be duplicated (\(FileBytes.reason()))")
        }
    }

    deinit { if descriptor >= 0, !isBorrowed { close(descriptor) } }

    /// Exactly `count` bytes at `offset`, or nil when the file does not hold them.
    func read(at offset: Int, count: Int) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { return nil }
        if count > FileBytes.windowSize, offset < windowStart || offset + count > windowStart + window.count {
            return load(at: offset, count: count)
        }
        guard reach(offset, count) else { return nil }
        let start = offset - windowStart
        return Array(window[start..<start + count])
    }

    /// The unsigned integer of `bytes` bytes at `offset`, 8 at most; nil when the file does not hold it.
    func integer(at offset: Int, bytes: Int, bigEndian: Bool) -> UInt64? {
        guard reach(offset, bytes) else { return nil }
        return window.integer(at: offset - windowStart, bytes: bytes, bigEndian: bigEndian)
    }

    /// Has the buffer hold `count` bytes at `offset`, no more than fit into it.
    private func reach(_ offset: Int, _ count: Int) -> Bool {
        guard offset >= 0, offset <= size, count <= size - offset else { return false }
        if offset >= windowStart, offset + count <= windowStart + window.count { return true }
        // The file may have shrunk since: then the window is shorter.
        window = load(at: offset, count: min(FileBytes.windowSize, size - offset)) ?? []
        windowStart = offset
        return count <= window.count
    }

    /// Bytes read at `offset` into `buffer`: fewer than asked for only at the end of the file, -1 on failure.
    static func read(_ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < buffer.count, let base = buffer.baseAddress {
            let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            if count < 0 {
                ReadErrors.note(errno)
                return -1
            }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Bytes written at `offset` from `buffer`, or -1 on failure.
    static func write(_ descriptor: Int32, at offset: Int, from buffer: UnsafeRawBufferPointer) -> Int {
        var done = 0
        while done < buffer.count, let base = buffer.baseAddress {
            let count = pwrite(descriptor, base + done, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return -1 }
            done += count
        }
        return done
    }

    /// A duplicate of `descriptor`, emptied; the reason in words when that fails.
    static func emptied(_ descriptor: Int32) throws(TIFFFault) -> Int32 {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, flags & O_ACCMODE == O_RDWR else {
            throw TIFFFault(.unwritable, "its descriptor is not open for reading and writing")
        }
        guard ftruncate(descriptor, 0) == 0 else { throw TIFFFault(.unwritable, reason()) }
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw TIFFFault(.unwritable, reason()) }
        return copy
    }

    /// Closes a duplicate made by `emptied`.
    static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

    private static let windowSize = 8192

    private static func reason() -> String { String(cString: strerror(errno)) }

    private func close(_ descriptor: Int32) { FileBytes.close(descriptor) }

    private func load(at offset: Int, count: Int) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, FileBytes.read(descriptor, at: offset, into: UnsafeMutableRawBufferPointer(buffer)))
        }
        return bytes.count == count ? bytes : nil
    }
}
