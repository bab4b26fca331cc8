import Glibc

/// Standard output without a buffer, for programs that read line by line.
enum StandardOutput {
    /// Writes bytes; a reader who is gone ends the program, as with any filter.
    static func write(_ bytes: [UInt8]) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress! + done, $0.count - done) }
            if count > 0 {
                done += count
            } else if errno == EAGAIN {
                var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = poll(&entry, 1, 1000)
            } else if errno != EINTR {
                exit(1)
            }
        }
    }
}
