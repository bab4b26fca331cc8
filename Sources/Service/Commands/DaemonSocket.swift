import Files
import Glibc
package import SystemPackage
package import WorkerProtocol

/// The Unix socket on which the daemon answers commands: one line comes in, one goes out, and it is closed.
///
/// Whoever may enter the runtime folder and belongs to the service's group may ask (mode 0660).
package struct DaemonSocket: Sendable {
    /// A longer request is none.
    static let longestRequest = 1 << 18
    /// A longer answer is not read.
    private static let longestAnswer = 1 << 26

    /// Where the socket lies.
    package let path: FilePath

    /// The socket in the runtime folder of the service.
    package init(in folder: FilePath) { path = folder.appending("daemon.socket") }

    /// Whether there is such a name, of a daemon that runs or ran.
    package var exists: Bool { (try? FileCalls().state(at: path)) != nil }

    /// Takes the place of the socket; a daemon that answers there already keeps it.
    func listen() throws(Failure) -> Descriptor {
        if (try? connect()) != nil {
            throw .unreachable(
                path,
                "another daemon answers there",
                remedy: "give each daemon a runtime folder of its own"
            )
        }
        let socket = try make()
        _ = FileCalls().discard(path)
        // Before it has a name: the umask of somebody else's making must open it to nobody, for no moment.
        _ = fchmod(socket.number, 0o660)
        try withAddress("made") { bind(socket.number, $0, $1) }
        // Connecting takes the right to write; the folder decides who comes this far.
        guard path.withPlatformString({ chmod($0, 0o660) }) == 0, Glibc.listen(socket.number, 16) == 0 else {
            throw .unreachable(path, "\(Errno(rawValue: errno))")
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

    /// The number of the user who connected, as the kernel noted it then; nil where it does not tell.
    static func user(of caller: Descriptor) -> UInt32? {
        // A `ucred`: process, user and group, each 32 bits wide.
        var credentials: (process: Int32, user: UInt32, group: UInt32) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        let result = getsockopt(caller.number, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
        return result == 0 && length == 12 ? credentials.user : nil
    }

    /// Asks the running daemon, on this thread, and waits for its answer as long as `patience` allows.
    ///
    /// - Throws: a `Failure` of kind `Failure.unreachableKind` where none answers, or the daemon's own.
    package func ask<Content: Codable & Sendable>(
        _ request: DaemonRequest,
        for content: Content.Type = Content.self,
        patience: Duration = .seconds(10)
    ) throws(Failure) -> Content {
        let end = ContinuousClock.now + patience
        while true {
            let answer: DaemonAnswer<Content> = try exchange(request, until: end)
            if let content = answer.answer { return content }
            let error = answer.error ?? .unreachable(path, "the answer is empty")
            guard error.kind == Failure.busyKind, ContinuousClock.now < end else { throw error }
            usleep(100_000)
        }
    }

    /// Sends bytes and gives the line that comes back: for requests of any form.
    package func exchange(_ bytes: [UInt8], until end: ContinuousClock.Instant) throws(Failure) -> [UInt8] {
        let socket = try connect()
        // One that refuses the request may have closed its end already; its answer is there all the same.
        SocketLine.write(bytes, to: socket, until: end)
        switch SocketLine.read(socket, atMost: Self.longestAnswer, until: end) {
        case .line(let line): return line
        case .tooLong: throw .unreachable(path, "the answer is too long")
        case .nothing: throw noAnswer
        }
    }

    /// Nothing comes back.
    var noAnswer: Failure {
        .unreachable(
            path,
            "the daemon gives no answer",
            remedy: "look at its journal (journalctl -u segmentd); it may be very busy, or stopping"
        )
    }

    /// What comes back says nothing.
    var strangeAnswer: Failure {
        .unreachable(
            path,
            "what comes back is no answer that this program knows",
            remedy: "use the `segmentd` of the version that runs (restart the service after an update)"
        )
    }

    private func exchange<Content>(
        _ request: DaemonRequest,
        until end: ContinuousClock.Instant
    ) throws(Failure) -> DaemonAnswer<Content> {
        let bytes: [UInt8]
        do { bytes = try DaemonMessage.line(request) } catch { throw .internalFault("\(error)") }
        let line = try exchange(bytes, until: end)
        do { return try DaemonMessage.answer(line) } catch { throw strangeAnswer }
    }

    /// Whether a daemon listens.
    ///
    /// - Throws: a `Failure` where one may, and may not be asked.
    package func isListenedTo() throws(Failure) -> Bool {
        do throws(Failure) {
            _ = try connect()
            return true
        } catch {
            if error.kind == Failure.unreachableKind { return false }
            throw error
        }
    }

    /// A connection to the daemon.
    func connect() throws(Failure) -> Descriptor {
        let socket = try make()
        try withAddress("reached", remedy: connectRemedy) { Glibc.connect(socket.number, $0, $1) }
        return socket
    }

    /// What to do where the daemon cannot be reached.
    private func connectRemedy(_ code: Errno) -> String {
        guard code == .permissionDenied || code == .notPermitted else { return "start it (systemctl start segmentd)" }
        // The folder may be looked at by everybody, the socket in it only by those who may enter it.
        let folder = try? FileCalls().open(path.removingLastComponent(), for: .looking)
        let access = folder.flatMap { try? FileCalls().access(of: $0) }
        let group = access.flatMap { GroupNames.name(of: $0.group) } ?? "segmentd"
        let user = getlogin().map { String(cString: $0) } ?? "NAME"
        return "ask as a member of its group: usermod --append --groups \(group) \(user), and log in anew; or as root"
    }

    private func make() throws(Failure) -> Descriptor {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw .unreachable(path, "\(Errno(rawValue: errno))") }
        return Descriptor(owning: number)
    }

    /// Calls `body` with the socket's address.
    private func withAddress(
        _ doing: String,
        remedy: (Errno) -> String? = { _ in nil },
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
        guard fits else {
            throw .unreachable(path, "its path is too long", remedy: "choose a shorter runtime folder")
        }
        let result = withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let code = Errno(rawValue: errno)
            let isForbidden = code == .permissionDenied || code == .notPermitted
            throw .unreachable(
                path,
                "it cannot be \(doing): \(code)",
                remedy: remedy(code),
                kind: isForbidden ? Failure.forbiddenKind : Failure.unreachableKind
            )
        }
    }
}
