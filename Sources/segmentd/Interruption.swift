import Dispatch
import Glibc
import Synchronization

/// Ctrl-C, or a SIGTERM: the image in work is finished, so that nothing half done is left; a second one ends at once.
final class Interruption {
    private let flag: Flag
    private let sources: [any DispatchSourceSignal]

    /// Listens from now on.
    init() {
        let flag = Flag()
        self.flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if flag.value.exchange(true, ordering: .relaxed) { exit(130) }
                StandardError.write("\nfinishing the image in work; once more to stop at once")
            }
            source.activate()
            return source
        }
    }

    /// Whether to stop after the image in work.
    var isWanted: Bool { flag.value.load(ordering: .relaxed) }

    /// The same for others, wherever they run.
    var check: @Sendable () -> Bool {
        { [flag] in flag.value.load(ordering: .relaxed) }
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }
}
