import CSystemd
import Glibc

/// The way to the journal.
enum JournalStream {
    /// Whether `descriptor` is the stream that systemd connected to the journal for this very process.
    ///
    /// - Parameter variable: the value of `JOURNAL_STREAM`, "device:inode"; it alone proves nothing, because a shell may
    ///   have redirected the descriptor since.
    static func isJournal(_ descriptor: Int32, variable: String?) -> Bool {
        guard let parts = variable?.split(separator: ":", omittingEmptySubsequences: false), parts.count == 2 else {
            return false
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return UInt64(parts[0]) == UInt64(status.st_dev) && UInt64(parts[1]) == UInt64(status.st_ino)
    }

    /// Hands `entry` to journald; false when it was not taken. True is no proof that it was stored.
    static func send(_ entry: JournalEntry) -> Bool {
        var ends: [Int] = []
        var bytes: [UInt8] = []
        for field in entry.fields {
            bytes += field
            ends.append(bytes.count)
        }
        return bytes.withUnsafeMutableBytes { buffer in
            var start = 0
            let vectors = ends.map { end in
                defer { start = end }
                return iovec(iov_base: buffer.baseAddress?.advanced(by: start), iov_len: end - start)
            }
            return sd_journal_sendv(vectors, Int32(vectors.count)) == 0
        }
    }
}
