import Glibc

/// Writing of files that fit into memory, or of parts of larger ones.
enum WholeFile {
    /// Writes `bytes` from the file's beginning, or from `start` on; where that fails, `errno` says why.
    static func write(_ bytes: [UInt8], to descriptor: Int32, at start: Int = 0) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(start + offset))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            offset += count
        }
        return true
    }
}
