import ArgumentParser
import Dispatch
import Glibc
import Synchronization

/// Ctrl-C, or a SIGTERM: the image in work is finished, so that nothing half done is left; a second one ends at once.
final class Interruption {
    private let state = State()
    private let sources: [any DispatchSourceSignal]
    private let status: @Sendable (Int32) -> ExitCode

    /// Listens from now on.
    ///
    /// - Parameters:
    ///   - status: what the program ends with after a signal; without, what a shell gives for a program that it ended.
    ///   - onStop: told of the first signal, in any thread.
    init(
        status: @escaping @Sendable (Int32) -> ExitCode = { ExitCode(128 + $0) },
        onStop: @escaping @Sendable (_ signal: Int32) -> Void = { _ in }
    ) {
        self.status = status
        sources = [SIGINT, SIGTERM].map { [state] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let first = state.signal.compareExchange(expected: 0, desired: number, ordering: .relaxed)
                // Not exit(): what it would tidy up may be in use.
                guard first.exchanged else { _exit(status(first.original).rawValue) }
                let left = state.left.load(ordering: .relaxed)
                StandardError.write(
                    "\nfinishing what is in work"
                        + (left > 0 ? "; \(left) images have no result yet" : "") + "; once more to stop at once"
                )
                onStop(number)
            }
            source.activate()
            return source
        }
    }

    /// Whether to stop after the image in work.
    var isWanted: Bool { state.signal.load(ordering: .relaxed) != 0 }

    /// The same for others, wherever they run.
    var check: @Sendable () -> Bool {
        { [state] in state.signal.load(ordering: .relaxed) != 0 }
    }

    /// What the program ends with because of a signal; nil while there was none.
    var exitCode: ExitCode? {
        let signal = state.signal.load(ordering: .relaxed)
        return signal == 0 ? nil : status(signal)
    }

    /// How many images are not settled, that in work included.
    func note(left: Int) { state.left.store(left, ordering: .relaxed) }

    private final class State: Sendable {
        /// The first one; 0 while there was none.
        let signal = Atomic<Int32>(0)
        let left = Atomic(0)
    }
}
