import CLinux
import Glibc
import SystemPackage
import WorkerProtocol

/// How the process of a worker is started, and how it ended.
enum WorkerProcess {
    /// What the service manager told the daemon and nobody else.
    private static let managerVariables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM"]

    /// Starts `executable worker` with its end of the socket, which stays the caller's.
    ///
    /// Its standard output goes where our standard error goes (PoCL prints there). No other descriptor of ours comes
    /// along, nor the signals that are blocked or ignored here: a blocked SIGXCPU would be no limit.
    static func start(
        _ executable: FilePath,
        socket: Int32,
        environment additions: [String: String]
    ) throws(WorkerError) -> pid_t {
        var variables: [String] = []
        var pointer = environ
        while let entry = pointer.pointee {
            variables.append(String(cString: entry))
            pointer += 1
        }
        let dropped = managerVariables + additions.keys
        variables.removeAll { variable in dropped.contains { variable.hasPrefix("\($0)=") } }
        variables += additions.map { "\($0)=\($1)" }
        let (status, child) = StartingThread.shared.run { [variables] in
            spawn(executable.string, socket: socket, variables: variables)
        }
        guard status == 0 else { throw .cannotStart("\(executable): \(String(cString: strerror(status)))") }
        return child
    }

    private static func spawn(_ executable: String, socket: Int32, variables: [String]) -> (Int32, pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 2, 1)
        // A dup2 onto itself would keep close-on-exec, so go by way of another number.
        let place = DescriptorSocket.inherited
        posix_spawn_file_actions_adddup2(&actions, socket, place + 1)
        posix_spawn_file_actions_adddup2(&actions, place + 1, place)
        posix_spawn_file_actions_addclosefrom_np(&actions, place + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

        var child: pid_t = 0
        let status = withStrings([executable, "worker"]) { arguments in
            withStrings(variables) { environment in
                posix_spawn(&child, executable, &actions, &attributes, arguments, environment)
            }
        }
        return (status, child)
    }

    private static func withStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    /// Waits for the end of a process, but not for ever: nothing else would be done meanwhile.
    static func reap(_ process: pid_t, within seconds: Double) -> Int32? {
        var status: Int32 = 0
        for look in 0...Int(seconds * 100) {
            if look > 0 { usleep(10_000) }
            if waitpid(process, &status, WNOHANG) == process { return status }
        }
        return nil
    }

    /// How a process ended, in words.
    static func describe(_ status: Int32) -> String {
        let signal = status & 0x7f
        return signal == 0
            ? "exit status \((status >> 8) & 0xff)" : "signal \(signal), \(String(cString: strsignal(signal)))"
    }

    /// Gives the process so many more seconds on all processors, after which the kernel ends it; its way out of a loop
    /// that even the end of the daemon would not stop.
    static func allow(_ process: pid_t, processorSeconds seconds: Double) {
        let used = clinux_processor_time(process)
        guard used >= 0 else { return }
        // Beyond that it would be no limit: a signed count of nanoseconds ends there.
        let limit = min(used + seconds, 9e9)
        _ = clinux_set_limit(process, clinux_limit_cpu, UInt64(limit.rounded(.up)), 0)
    }

    /// Whether it was its time on the processors that ended a process.
    static func wasOutOfTime(_ status: Int32) -> Bool { status & 0x7f == SIGXCPU }
}
