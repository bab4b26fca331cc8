import Logging
import ServiceLifecycle
import SystemdSupport
import Watching

/// Asks the service manager for more time to start, as long as the first look through the folders gets on: it may take
/// minutes on a share, and must not be broken off and begun again and again.
struct StartupService: Service {
    /// How often progress is looked for, and a multiple that is asked for each time.
    private static let pause: Duration = .seconds(10)
    /// After so long it is said that the start takes its time.
    private static let patience: Duration = .seconds(60)

    let manager: ServiceManager
    let watcher: FolderWatcher
    let log: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let begin = ContinuousClock.now
            var (turns, isSaid) = (watcher.turnCount, false)
            while !Task.isCancelled, !watcher.isReady {
                try? await Task.sleep(for: Self.pause)
                if !isSaid, !watcher.isReady, .now - begin >= Self.patience {
                    isSaid = true
                    log.event(
                        .startSlow,
                        "the first look through the folders has taken \(Age(.now - begin)) so far; images are taken up meanwhile"
                    )
                }
                // A file system that does not answer is no progress.
                if watcher.turnCount > turns, !watcher.isReady { manager.extendTimeout(by: Self.pause * 6) }
                turns = watcher.turnCount
            }
            // A service that returns ends its group.
            try? await gracefulShutdown()
        }
    }
}
