import Ledger
import ServiceLifecycle
import SystemdSupport
import Watching

/// Tells systemd that the daemon's own loops are alive; never more than they are.
///
/// A worker that hangs is no reason to restart the daemon: it is replaced after its silence.
struct WatchdogService: Service {
    let manager: ServiceManager
    let watcher: FolderWatcher
    let ledger: Ledger

    func run() async throws {
        guard let interval = manager.watchdogInterval else {
            // A service that returns ends its group: without a watchdog this one only waits.
            return try await gracefulShutdown()
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                watcher.askForBeat()
                try? await Task.sleep(for: interval / 4)
                // The ledger answers when it is free, the roots when their loops turned. Whether the worker still works
                // is watched by its connection: a hung computation is no reason to restart the daemon.
                _ = try? await ledger.counts()
                if watcher.silentRoots.isEmpty { manager.beat() }
            }
        }
    }
}
