import Glibc

/// The service manager's end of the notification socket.
final class NotificationSocket {
    /// What `NOTIFY_SOCKET` must hold.
    let path: String
    private let descriptor: Int32
    private let folder: String

    /// What went wrong, as a number of errno(3).
    struct Failure: Error {
        let number = errno
    }

    /// Binds a datagram socket in a folder of its own.
    init() throws {
        var template = Array("/tmp/segmentd-notify-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        path = "\(folder)/notify"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw Failure() }
    }

    deinit {
        close(descriptor)
        unlink(path)
        rmdir(folder)
    }

    /// The lines of the next datagram, which must have arrived already.
    func receive() throws -> [String] {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        guard count >= 0 else { throw Failure() }
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
