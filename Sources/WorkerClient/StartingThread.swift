import CLinux
import Concurrency
import Dispatch
import Synchronization

/// The thread that starts all worker processes of this program, and lasts as long as it.
///
/// A worker asks to be killed when its parent ends (PR_SET_PDEATHSIG), and to the kernel that is the thread that started
/// it; those of a queue come and go.
final class StartingThread: Sendable {
    static let shared = StartingThread()

    private let jobs = Mutex<[@Sendable () -> Void]>([])
    private let isWanted = DispatchSemaphore(value: 0)

    private init() {
        OwnThread.start { [self] in
            // The daemon may hold CAP_LEASE to ask whether a file is being written; nothing in the worker needs it.
            clinux_pass_on_no_capabilities()
            while true {
                isWanted.wait()
                jobs.withLock { $0.removeFirst() }()
            }
        }
    }

    /// Runs `body` on the thread and waits for what it returns.
    func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
        let answer = Answer<Result>()
        jobs.withLock { jobs in
            jobs.append {
                let result = body()
                answer.result.withLock { $0 = result }
                answer.isThere.signal()
            }
        }
        isWanted.signal()
        answer.isThere.wait()
        // It was set before the signal.
        return answer.result.withLock { $0! }
    }

    private final class Answer<Result: Sendable>: Sendable {
        let result = Mutex<Result?>(nil)
        let isThere = DispatchSemaphore(value: 0)
    }
}
