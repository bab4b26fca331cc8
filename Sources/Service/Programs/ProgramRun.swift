package import Files
import Glibc
package import SystemPackage

/// Runs another program and takes what it says; on this thread, and not for longer than it is given.
package enum ProgramRun {
    /// How a program ended, and what it said.
    package struct Ending: Sendable {
        /// Its exit status, or the number of the signal that ended it, negative.
        package let status: Int32
        /// What it wrote to its standard output, at most as much as was asked for.
        package let output: [UInt8]
        /// What it wrote to its standard error.
        package let errors: [UInt8]
        /// Whether it wrote more to its standard output.
        package let isCut: Bool
        /// Whether it was ended because its time was over.
        package let isLate: Bool
    }

    /// What the service manager told this process and nobody else.
    private static let managerVariables = [
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM", "LC_ALL",
    ]

    /// Runs `command`, an absolute path and its arguments, which everybody on the computer can read.
    ///
    /// - Parameters:
    ///   - input: what it reads from its standard input.
    ///   - more: a file that it finds open as its descriptor 3.
    ///   - mostBytes: so much of its output is kept.
    ///   - keepsEnd: whether the end of a longer output is kept rather than its beginning.
    ///   - patience: after this time it is killed.
    package static func run(
        _ command: [String],
        input: [UInt8] = [],
        more: Descriptor? = nil,
        mostBytes: Int = 1 << 16,
        keepsEnd: Bool = false,
        patience: Duration
    ) throws(Errno) -> Ending {
        let end = ContinuousClock.now + patience
        // A socket for the input, since writing into it can be done without a signal when nobody reads.
        let (input, output, errors) = (
            Pending(input, mostBytes, keepsEnd), Pending([], mostBytes, keepsEnd), Pending([], 1 << 14, true)
        )
        var streams = [(try pair(), input), (try pair(), output), (try pair(), errors)]
        let child = try withExtendedLifetime(more) { () throws(Errno) in
            try spawn(command, streams.map { $0.0.theirs.number } + (more.map { [$0.number] } ?? []))
        }
        streams = streams.map { (Pair(ours: $0.0.ours, theirs: nil), $0.1) }
        var status: Int32?
        var isLate = false
        while status == nil {
            move(streams, for: 50)
            var found: Int32 = 0
            if waitpid(child, &found, WNOHANG) == child { status = found }
            if status == nil, .now >= end, !isLate {
                isLate = true
                kill(child, SIGKILL)
            }
        }
        // What it wrote last; programs that it started may keep the other end open.
        while move(streams, for: 0) {}
        let code = status ?? 0
        return Ending(
            status: code & 0x7F == 0 ? code >> 8 & 0xFF : -(code & 0x7F),
            output: output.kept,
            errors: errors.kept,
            isCut: output.isCut,
            isLate: isLate
        )
    }

    /// Moves bytes as far as they go within some milliseconds; whether any did.
    @discardableResult
    private static func move(_ streams: [(Pair, Pending)], for milliseconds: Int32) -> Bool {
        var entries = streams.enumerated().map { index, stream in
            let wanted = index == 0 ? (stream.1.isEmpty ? 0 : POLLOUT) : POLLIN
            return pollfd(fd: stream.1.isClosed ? -1 : stream.0.ours.number, events: Int16(wanted), revents: 0)
        }
        if streams[0].1.isEmpty, !streams[0].1.isClosed {
            shutdown(streams[0].0.ours.number, Int32(SHUT_WR))
            streams[0].1.isClosed = true
            entries[0].fd = -1
        }
        guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return false }
        var hasMoved = false
        for (entry, (pair, pending)) in zip(entries, streams) where entry.fd >= 0 && entry.revents != 0 {
            if entry.events == Int16(POLLOUT) {
                hasMoved = pending.give(to: pair.ours.number) || hasMoved
            } else {
                hasMoved = pending.take(from: pair.ours.number) || hasMoved
            }
        }
        return hasMoved
    }

    private static func spawn(_ command: [String], _ descriptors: [Int32]) throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // All other descriptors of ours are closed when a program starts.
        for (place, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child: pid_t = 0
        let status = posix_spawn(&child, command[0], &actions, &attributes, arguments, variables)
        guard status == 0 else { throw Errno(rawValue: status) }
        return child
    }

    private static var environment: [String] {
        var variables: [String] = []
        var pointer = environ
        while let entry = pointer.pointee {
            variables.append(String(cString: entry))
            pointer += 1
        }
        return variables.filter { variable in !managerVariables.contains { variable.hasPrefix("\($0)=") } }
            + ["LC_ALL=C.UTF-8"]
    }

    private static func pair() throws(Errno) -> Pair {
        var numbers: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &numbers) == 0 else { throw Errno(rawValue: errno) }
        // Above those that become the program's, so that none takes another's place.
        let ours = Descriptor(owning: numbers[0])
        let theirs = fcntl(numbers[1], F_DUPFD_CLOEXEC, 4)
        close(numbers[1])
        guard theirs >= 0 else { throw Errno(rawValue: errno) }
        return Pair(ours: ours, theirs: Descriptor(owning: theirs))
    }

    /// The two ends of a stream; the program's is closed once it has started.
    private struct Pair {
        let ours: Descriptor
        let theirs: Descriptor!
    }

    /// Bytes on their way.
    private final class Pending {
        private var bytes: [UInt8]
        private let most: Int
        private let keepsEnd: Bool
        private(set) var isCut = false
        var isClosed = false

        init(_ bytes: [UInt8], _ most: Int, _ keepsEnd: Bool) {
            (self.bytes, self.most, self.keepsEnd) = (bytes, most, keepsEnd)
        }

        var isEmpty: Bool { bytes.isEmpty }

        var kept: [UInt8] { keepsEnd ? Array(bytes.suffix(most)) : Array(bytes.prefix(most)) }

        func give(to socket: Int32) -> Bool {
            let count = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 { bytes.removeFirst(count) }
            // It wants no more.
            if count < 0, errno != EAGAIN, errno != EINTR { bytes = [] }
            return count > 0
        }

        func take(from socket: Int32) -> Bool {
            var block = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(socket, &block, block.count, Int32(MSG_DONTWAIT))
            if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { isClosed = true }
            guard count > 0 else { return false }
            bytes += block[..<count]
            isCut = isCut || bytes.count > most
            if bytes.count > 2 * most { bytes = kept }
            return true
        }
    }
}
