import CLinux
import Foundation
import Glibc
import Synchronization
import SystemPackage
import WorkerProtocol

/// A running worker and our end of its socket; ending the value ends its process.
struct RunningWorker: ~Copyable {
    /// What the service manager told the daemon and nobody else.
    private static let managerVariables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM"]

    var socket: DescriptorSocket
    /// The process; nil for a worker in a thread of ours.
    private let identifier: pid_t?
    private var isReaped = false

    /// Starts a worker with the given additions to the environment.
    init(_ transport: WorkerTransport, environment additions: [String: String]) throws(WorkerError) {
        Self.undead.withLock { $0.removeAll { Self.reap($0, within: 0) != nil } }
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .cannotStart(String(cString: strerror(errno)))
        }
        do throws(WorkerError) {
            identifier = try Self.start(transport, socket: ends[1], environment: additions)
        } catch {
            close(ends[0])
            throw error
        }
        socket = DescriptorSocket(owning: ends[0])
    }

    /// Starts a worker with its end of the socket, which is no longer the caller's; returns its process, if it has one.
    private static func start(
        _ transport: WorkerTransport,
        socket: Int32,
        environment additions: [String: String]
    ) throws(WorkerError) -> pid_t? {
        switch transport {
        case .thread(let body):
            // OpenCL runtimes read it when they are first used.
            for (name, value) in additions { setenv(name, value, 1) }
            Thread.detachNewThread { body(socket) }
            return nil
        case .process(let executable):
            defer { close(socket) }
            return try spawn(executable, socket: socket, environment: additions)
        }
    }

    /// Starts `executable worker`.
    ///
    /// Its standard output goes where our standard error goes (PoCL prints there); every other descriptor of ours is
    /// close-on-exec and stays here.
    private static func spawn(
        _ executable: FilePath,
        socket: Int32,
        environment additions: [String: String]
    ) throws(WorkerError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 2, 1)
        // A dup2 onto itself would keep close-on-exec, so go by way of another number.
        let place = DescriptorSocket.inherited
        posix_spawn_file_actions_adddup2(&actions, socket, place + 1)
        posix_spawn_file_actions_adddup2(&actions, place + 1, place)
        posix_spawn_file_actions_addclose(&actions, place + 1)

        var variables: [String] = []
        var pointer = environ
        while let entry = pointer.pointee {
            variables.append(String(cString: entry))
            pointer += 1
        }
        let dropped = managerVariables + additions.keys
        variables.removeAll { variable in dropped.contains { variable.hasPrefix("\($0)=") } }
        variables += additions.map { "\($0)=\($1)" }

        // The daemon may hold CAP_LEASE to ask whether a file is being written; nothing in the worker needs it.
        clinux_pass_on_no_capabilities()
        var child: pid_t = 0
        let status = withStrings([executable.string, "worker"]) { arguments in
            withStrings(variables) { environment in
                posix_spawn(&child, executable.string, &actions, nil, arguments, environment)
            }
        }
        guard status == 0 else { throw .cannotStart("\(executable): \(String(cString: strerror(status)))") }
        return child
    }

    deinit {
        guard let identifier, !isReaped else { return }
        kill(identifier, SIGKILL)
        if Self.reap(identifier, within: 2) == nil { Self.undead.withLock { $0.append(identifier) } }
    }

    /// Whether the process ended by itself meanwhile.
    mutating func hasEnded() -> Bool {
        if let identifier, !isReaped { isReaped = Self.reap(identifier, within: 0) != nil }
        return isReaped
    }

    /// Ends the process if it still runs, and says in words how it ended.
    mutating func end() -> String {
        guard let identifier else { return "its thread ended" }
        // A worker that closed its socket is on its way out by itself: leave it the moment that a core dump takes.
        if let status = Self.reap(identifier, within: 0.5) {
            isReaped = true
            return Self.describe(status)
        }
        return "it had to be killed"
    }

    /// Killed processes that did not end in time: a driver or a dead server holds them in the kernel.
    private static let undead = Mutex<[pid_t]>([])

    /// Waits for the end of a process, but not for ever: nothing else would be done meanwhile.
    private static func reap(_ process: pid_t, within seconds: Double) -> Int32? {
        var status: Int32 = 0
        for look in 0...Int(seconds * 100) {
            if look > 0 { usleep(10_000) }
            if waitpid(process, &status, WNOHANG) == process { return status }
        }
        return nil
    }

    private static func describe(_ status: Int32) -> String {
        let signal = status & 0x7f
        return signal == 0
            ? "exit status \((status >> 8) & 0xff)" : "signal \(signal), \(String(cString: strsignal(signal)))"
    }

    private static func withStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
