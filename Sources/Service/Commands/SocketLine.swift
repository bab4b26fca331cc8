import Files
import Glibc

/// Reads and writes lines on a socket, each with a limit of length and one of time for the whole: whoever sends nothing,
/// or a byte a second, or takes nothing, is left alone then.
enum SocketLine {
    /// What came.
    enum Reading: Equatable {
        /// A line, without its end; of an asker that closed its end, also without one.
        case line([UInt8])
        /// The line is longer than allowed.
        case tooLong
        /// Nothing came, or its end did not come in time.
        case nothing
    }

    /// Reads up to the first line end.
    static func read(
        _ socket: Descriptor,
        atMost most: Int,
        until end: ContinuousClock.Instant
    ) -> Reading {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while wait(for: socket, POLLIN, until: end) {
            let count = recv(socket.number, &block, block.count, Int32(MSG_DONTWAIT))
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { return bytes.isEmpty ? .nothing : .line(bytes) }
            if let lineEnd = block[..<count].firstIndex(of: UInt8(ascii: "\n")) {
                bytes += block[..<lineEnd]
                return bytes.count <= most ? .line(bytes) : .tooLong
            }
            bytes += block[..<count]
            if bytes.count > most { return .tooLong }
        }
        return .nothing
    }

    /// Writes bytes, as far as the other end takes them in time.
    @discardableResult
    static func write(_ bytes: [UInt8], to socket: Descriptor, until end: ContinuousClock.Instant) -> Bool {
        var done = 0
        // A caller who is gone must not end this process.
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { send(socket.number, $0.baseAddress! + done, $0.count - done, flags) }
            if count > 0 {
                done += count
            } else if count < 0 && errno == EAGAIN {
                guard wait(for: socket, POLLOUT, until: end) else { return false }
            } else if !(count < 0 && errno == EINTR) {
                return false
            }
        }
        return true
    }

    /// Writes bytes, however long that takes, as long as the other end takes some of them within `patience` and `goesOn`
    /// says so, which is asked several times a second.
    ///
    /// - Returns: whether all were taken.
    static func write(
        _ bytes: [UInt8],
        to socket: Descriptor,
        patience: Duration,
        while goesOn: () -> Bool
    ) -> Bool {
        var (done, end) = (0, ContinuousClock.now + patience)
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { send(socket.number, $0.baseAddress! + done, $0.count - done, flags) }
            if count > 0 {
                done += count
                end = .now + patience
            } else if count < 0 && errno == EAGAIN {
                guard goesOn(), ContinuousClock.now < end else { return false }
                _ = wait(for: socket, POLLOUT, until: .now + .milliseconds(250))
            } else if !(count < 0 && errno == EINTR) {
                return false
            }
        }
        return true
    }

    /// Waits until something can be read or written; false when the time is over.
    static func wait(for socket: Descriptor, _ what: Int32, until end: ContinuousClock.Instant) -> Bool {
        while true {
            let left = (end - .now) / .milliseconds(1)
            guard left > 0 else { return false }
            var entry = pollfd(fd: socket.number, events: Int16(what), revents: 0)
            let result = poll(&entry, 1, Int32(min(left.rounded(.up), 60_000)))
            if result > 0 { return true }
            if result < 0 && errno != EINTR { return false }
        }
    }
}
