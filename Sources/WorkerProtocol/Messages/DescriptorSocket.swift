import CLinux
import FoundationEssentials
import Glibc

/// One end of the socketpair between daemon and worker: JSON lines, and file descriptors beside them.
///
/// The kernel hands descriptors over in the order of the bytes they were sent with, so a receiver that knows how many
/// belong to a message takes them from the front. Only the worker takes any: those that a worker sends, the kernel drops,
/// so that one that was taken over cannot use up the daemon's. Used from one thread at a time.
package struct DescriptorSocket: ~Copyable {
    /// The descriptor on which a worker process finds its end of the socket.
    package static let inherited: Int32 = 3

    /// Who receives.
    package enum Side: Sendable {
        /// Takes descriptors.
        case worker
        /// Takes none, and no message that is longer than the report on 200,000 planes, the most that an image may have.
        case daemon

        /// A line longer than this is a protocol error, not a message.
        package var longestLine: Int { self == .worker ? 64 << 20 : 20 << 20 }
    }

    private let socket: Int32
    private let side: Side
    private var received: [UInt8] = []
    /// So many of the received bytes are known to hold no end of a line.
    private var looked = 0
    private var receivedDescriptors: [Int32] = []
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()

    /// Takes ownership of `socket`, the end of `side`.
    package init(owning socket: Int32, as side: Side) {
        self.socket = socket
        self.side = side
    }

    deinit {
        for descriptor in receivedDescriptors { close(descriptor) }
        close(socket)
    }

    /// Sends one message; the descriptors stay the caller's.
    package func send(_ message: some Encodable, descriptors: [Int32] = []) throws(WorkerError) {
        let line: [UInt8]
        do { line = [UInt8](try encoder.encode(message)) + [UInt8(ascii: "\n")] } catch {
            throw .protocolBroken("a message could not be encoded: \(error)")
        }
        var (sent, left) = (0, descriptors[...])
        while sent < line.count {
            let attached = Array(left.prefix(Int(CLINUX_MAX_DESCRIPTORS)))
            // Of many, each handful goes with a byte of its own.
            let end = attached.count < left.count ? sent + 1 : line.count
            let count = line[sent..<end].withUnsafeBytes { bytes in
                clinux_send(socket, bytes.baseAddress, bytes.count, attached, attached.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .closed
            }
            sent += count
            left = left.dropFirst(attached.count)
        }
    }

    /// The next message, or nil when the other end has closed.
    ///
    /// - Parameter silence: how long to wait for bytes; nil waits for ever.
    package mutating func receive<Message: Decodable>(
        _ type: Message.Type,
        silence: Duration? = nil
    ) throws(WorkerError) -> Message? {
        while true {
            if let end = received[looked...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(received[..<end])
                received.removeSubrange(...end)
                looked = 0
                do { return try decoder.decode(type, from: line) } catch {
                    throw .protocolBroken("a message could not be understood: \(error)")
                }
            }
            looked = received.count
            guard received.count < side.longestLine else { throw .protocolBroken("a message does not end") }
            guard try fill(silence: silence) else { return nil }
        }
    }

    /// The descriptors that came with the last messages, oldest first; the caller closes them.
    package mutating func removeFirstDescriptors(_ count: Int) throws(WorkerError) -> [Int32] {
        guard receivedDescriptors.count >= count else {
            throw .protocolBroken("\(count) descriptors expected, \(receivedDescriptors.count) came")
        }
        defer { receivedDescriptors.removeFirst(count) }
        return Array(receivedDescriptors.prefix(count))
    }

    private mutating func fill(silence: Duration?) throws(WorkerError) -> Bool {
        if let silence {
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let (seconds, attoseconds) = silence.components
            let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
            var ready = poll(&entry, 1, milliseconds)
            while ready < 0 && errno == EINTR { ready = poll(&entry, 1, milliseconds) }
            guard ready > 0 else { throw .silent(silence) }
        }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        // Without room for them, the kernel closes them.
        var descriptors = [Int32](repeating: -1, count: Int(CLINUX_MAX_DESCRIPTORS))
        var descriptorCount = 0
        while true {
            let count =
                side == .worker
                ? clinux_receive(socket, &buffer, buffer.count, &descriptors, &descriptorCount)
                : recv(socket, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            received += buffer[..<count]
            receivedDescriptors += descriptors[..<descriptorCount]
            return true
        }
    }
}
