import Files
import Glibc
package import SystemPackage
package import WorkerProtocol

/// What a running daemon tells, for one who listens; for one thread at a time.
package final class EventStream {
    /// What came next.
    package enum Next: Equatable {
        /// An event, as a line of JSON without its end.
        case line([UInt8])
        /// Nothing within the given time.
        case nothing
        /// The daemon has ended, or does not tell this listener more.
        case end
    }

    /// A longer line is none of a daemon's.
    private static let longestLine = 1 << 22

    private let socket: Descriptor
    private var bytes: [UInt8] = []
    /// So much of `bytes` holds no line end.
    private var searched = 0

    /// What comes from `socket`, of which nothing was read.
    init(_ socket: Descriptor) {
        self.socket = socket
    }

    /// The number of the socket, for those who wait for several things at once. There may be lines that were read
    /// before: ask `next` until it says `nothing`.
    package var number: Int32 { socket.number }

    /// The next line; waits for it until `end`.
    package func next(until end: ContinuousClock.Instant) -> Next {
        while true {
            if let index = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(bytes[..<index])
                bytes.removeFirst(index + 1)
                searched = 0
                return .line(line)
            }
            searched = bytes.count
            guard searched <= Self.longestLine else { return .end }
            guard SocketLine.wait(for: socket, POLLIN, until: end) else { return .nothing }
            var block = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(socket.number, &block, block.count, Int32(MSG_DONTWAIT))
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { return .end }
            bytes += block[..<count]
        }
    }
}

extension DaemonSocket {
    /// Listens to what the running daemon tells from now on.
    ///
    /// - Parameters:
    ///   - kinds: what is of interest; nil for everything.
    ///   - folder: the watched folder that is of interest; nil for all.
    /// - Throws: a `Failure` of kind `Failure.unreachableKind` where none answers, or the daemon's own.
    package func events(
        kinds: [String]? = nil,
        folder: FilePath? = nil,
        patience: Duration = .seconds(10)
    ) throws(Failure) -> EventStream {
        let end = ContinuousClock.now + patience
        let request = DaemonRequest("events", folder: folder, kinds: kinds)
        let bytes: [UInt8]
        do { bytes = try DaemonMessage.line(request) } catch { throw .internalFault("\(error)") }
        let socket = try connect()
        SocketLine.write(bytes, to: socket, until: end)
        let stream = EventStream(socket)
        guard case .line(let line) = stream.next(until: end) else { throw noAnswer }
        let answer: DaemonAnswer<EventsAnswer>
        do { answer = try DaemonMessage.answer(line) } catch { throw strangeAnswer }
        guard answer.answer != nil else { throw answer.error ?? .unreachable(path, "the answer is empty") }
        return stream
    }
}
