import Concurrency
import Glibc
import Synchronization
import WorkerProtocol

/// A running worker and our end of its socket; ending the value ends its process.
struct RunningWorker: ~Copyable {
    var socket: DescriptorSocket
    /// The process; nil for a worker in a thread of ours.
    private let identifier: pid_t?
    private var isReaped = false

    /// Starts a worker with the given additions to the environment.
    init(
        _ transport: WorkerTransport,
        environment additions: [String: String],
        priority: WorkerPriority
    ) throws(WorkerError) {
        Self.undead.withLock { $0.removeAll { WorkerProcess.reap($0, within: 0) != nil } }
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .cannotStart(String(cString: strerror(errno)))
        }
        do throws(WorkerError) {
            identifier = try Self.start(transport, socket: ends[1], environment: additions)
            if let identifier { priority.apply(to: identifier) }
        } catch {
            close(ends[0])
            throw error
        }
        socket = DescriptorSocket(owning: ends[0], as: .daemon)
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
            OwnThread.start { body(socket) }
            return nil
        case .process(let executable):
            defer { close(socket) }
            return try WorkerProcess.start(executable, socket: socket, environment: additions)
        }
    }

    deinit {
        guard let identifier, !isReaped else { return }
        kill(identifier, SIGKILL)
        if WorkerProcess.reap(identifier, within: 2) == nil { Self.undead.withLock { $0.append(identifier) } }
    }

    /// Gives a process the time on its processors that fits a limit by the clock.
    func allowProcessorTime(for limit: Duration) {
        guard let identifier else { return }
        WorkerProcess.allow(identifier, processorSeconds: limit / .seconds(1) * Double(Processors.count) + 5)
    }

    /// Whether the process ended by itself meanwhile.
    mutating func hasEnded() -> Bool {
        if let identifier, !isReaped { isReaped = WorkerProcess.reap(identifier, within: 0) != nil }
        return isReaped
    }

    /// Ends the process if it still runs, and says in words how it ended, and whether its time on the processors was over.
    mutating func end() -> (status: String, wasOutOfTime: Bool) {
        guard let identifier else { return ("its thread ended", false) }
        // A worker that closed its socket is on its way out by itself: leave it the moment that this takes.
        if let status = WorkerProcess.reap(identifier, within: 0.5) {
            isReaped = true
            return (WorkerProcess.describe(status), WorkerProcess.wasOutOfTime(status))
        }
        return ("it had to be killed", false)
    }

    /// Killed processes that did not end in time: a driver or a dead server holds them in the kernel.
    private static let undead = Mutex<[pid_t]>([])
}
