import ServiceLifecycle
import SystemdSupport
import Watching

/// Asks the service manager for more time to start, as long as the first look through the folders gets on: it may take
/// minutes on a share, and must not be broken off and begun again and again.
struct StartupService: Service {
    /// How often progress is looked for, and a multiple that is asked for each time.
    private static let pause: Duration = .seconds(10)

    let manager: ServiceManager
    let watcher: FolderWatcher

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var turns = watcher.turnCount
            while !Task.isCancelled, !watcher.isReady {
                try? await Task.sleep(for: Self.pause)
                // A file system that does not answer is no progress.
                if watcher.turnCount > turns, !watcher.isReady { manager.extendTimeout(by: Self.pause * 6) }
                turns = watcher.turnCount
            }
            // A service that returns ends its group.
            try? await gracefulShutdown()
        }
    }
}
