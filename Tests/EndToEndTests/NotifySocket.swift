import Glibc

/// What systemd would be to the daemon: a datagram socket that receives READY and STATUS.
final class NotifySocket {
    let path: String
    private let descriptor: Int32
    private(set) var messages: [String] = []

    /// Binds a socket at `path`, which must be shorter than 108 bytes.
    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard descriptor >= 0, status == 0 else { throw EndToEndError("no notify socket at \(path): errno \(errno)") }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Waits until a message or the state of the world satisfies `condition`, which is asked after every message.
    func wait(for what: String, seconds: Int = 120, until condition: ([String]) throws -> Bool) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try !condition(messages) {
            try check(end, what, seconds)
            // The timeout bounds how late a change is seen that no message announces.
            receive(milliseconds: 250)
        }
    }

    /// The same without keeping a thread from other tests.
    func wait(for what: String, seconds: Int = 120, until condition: ([String]) throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try !condition(messages) {
            try check(end, what, seconds)
            if !receive(milliseconds: 0) { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    /// Takes in what has come: a daemon that is not listened to waits with its next words.
    func drain() {
        while receive(milliseconds: 0) {}
    }

    private func check(_ end: ContinuousClock.Instant, _ what: String, _ seconds: Int) throws {
        guard ContinuousClock.now < end else {
            throw EndToEndError("waited \(seconds) s for \(what); last messages: \(messages.suffix(3))")
        }
    }

    /// Takes in one message; false where none came in time.
    @discardableResult
    private func receive(milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, milliseconds) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { messages.append(String(decoding: buffer[..<count], as: UTF8.self)) }
        return true
    }
}

/// A failure of the test's own machinery, in words.
struct EndToEndError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
