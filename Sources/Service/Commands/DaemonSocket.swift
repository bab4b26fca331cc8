import Files
import Glibc
package import SystemPackage
package import WorkerProtocol

/// The Unix socket on which the daemon answers commands: a word and a line end come in, a text goes out, and it is closed.
///
/// Whoever may enter the runtime folder and belongs to the service's group may ask.
package struct DaemonSocket: Sendable {
    /// A word longer than this is no command.
    private static let longestWord = 256
    /// An answer longer than this is not read.
    private static let longestAnswer = 1 << 20

    /// Where the socket lies.
    package let path: FilePath

    /// The socket in the runtime folder of the service.
    package init(in folder: FilePath) { path = folder.appending("daemon.socket") }

    /// Whether there is such a name, of a daemon that runs or ran.
    package var exists: Bool { (try? FileCalls().state(at: path)) != nil }

    /// Takes the place of the socket; a daemon that answers there already keeps it.
    func listen() throws(Failure) -> Descriptor {
        if (try? connect()) != nil {
            throw unusable("another daemon answers there", remedy: "give each daemon a runtime folder of its own")
        }
        let socket = try make()
        _ = FileCalls().discard(path)
        try withAddress("made") { bind(socket.number, $0, $1) }
        // Connecting takes the right to write; the folder decides who comes this far.
        guard path.withPlatformString({ chmod($0, 0o660) }) == 0, Glibc.listen(socket.number, 16) == 0 else {
            throw unusable("\(Errno(rawValue: errno))")
        }
        return socket
    }

    /// The next caller; nil when it is gone again.
    static func accept(_ listening: Descriptor) -> Descriptor? {
        let number = Glibc.accept(listening.number, nil, nil)
        guard number >= 0 else { return nil }
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        return Descriptor(owning: number)
    }

    /// Asks the running daemon, and waits for its answer as long as `patience` allows.
    package func ask(_ word: String, patience: Duration = .seconds(10)) throws(Failure) -> String {
        let socket = try connect()
        try Self.limit(socket, to: patience)
        Self.write("\(word)\n", to: socket)
        let answer = Self.read(socket, atMost: Self.longestAnswer) { _ in false }
        guard !answer.isEmpty else {
            throw unusable(
                "the daemon knows no `\(word)`, or gave no answer",
                remedy: "look at its journal and version"
            )
        }
        return String(decoding: answer, as: UTF8.self)
    }

    /// The word that somebody sends, without its line end; nil when none comes in time.
    static func word(from socket: Descriptor) -> String? {
        try? limit(socket, to: .seconds(1))
        let bytes = read(socket, atMost: longestWord) { $0.last == UInt8(ascii: "\n") }
        return bytes.last == UInt8(ascii: "\n") ? String(decoding: bytes.dropLast(), as: UTF8.self) : nil
    }

    private func connect() throws(Failure) -> Descriptor {
        let socket = try make()
        try withAddress("reached", remedy: "start it (systemctl start segmentd); ask as a member of its group") {
            Glibc.connect(socket.number, $0, $1)
        }
        return socket
    }

    private func make() throws(Failure) -> Descriptor {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw unusable("\(Errno(rawValue: errno))") }
        return Descriptor(owning: number)
    }

    /// Calls `body` with the socket's address.
    private func withAddress(
        _ doing: String,
        remedy: String? = nil,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(Failure) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = path.bytes
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard bytes.count < place.count else { return false }
            place.copyBytes(from: bytes)
            return true
        }
        guard fits else { throw unusable("its path is too long", remedy: "choose a shorter runtime folder") }
        let result = withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw unusable("it cannot be \(doing): \(Errno(rawValue: errno))", remedy: remedy) }
    }

    private static func limit(_ socket: Descriptor, to patience: Duration) throws(Failure) {
        var time = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
        setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket.number, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Writes a text, as far as the other end takes it.
    static func write(_ text: String, to socket: Descriptor) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // A caller who is gone must not end this process.
            let count = rest.withUnsafeBytes { send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func read(_ socket: Descriptor, atMost most: Int, until isEnd: ([UInt8]) -> Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while bytes.count < most, !isEnd(bytes) {
            let count = recv(socket.number, &block, min(block.count, most - bytes.count), 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        return bytes
    }

    private func unusable(_ problem: String, remedy: String? = nil) -> Failure {
        Failure(
            kind: "daemon_unreachable",
            message: "the daemon's socket \(path.readable): \(problem)",
            remedy: remedy ?? "check the runtime folder (RuntimeDirectory= of the unit) and its permissions"
        )
    }
}
