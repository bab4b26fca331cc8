import Files
import Ledger
import Logging
import ServiceLifecycle
import SystemPackage
import SystemdSupport
import Watching

/// Tells systemd that the daemon gets on: its loops turn, and the calls on files for the images in work come back.
///
/// A worker that hangs is no reason to restart the daemon: it is replaced after its silence. A call on a disk or a share
/// that does not come back holds up the images of all folders: STATUS says where, and after a while the beats end. The
/// restart lets the other folders go on, since the attempt is counted and the image comes behind all others. A share that
/// stays dead must not have the daemon killed for ever: each death over an image doubles the time that is waited for the
/// next one, and the image is given up after some of them.
struct WatchdogService: Service {
    /// How long a call may hang before it is said.
    private static let patience: Duration = .seconds(30)
    private static let pause: Duration = .seconds(5)
    private static let subject = "a call on files"

    let manager: ServiceManager
    let watcher: FolderWatcher
    let ledger: Ledger
    let pulse: WorkPulse
    let status: ServiceStatus
    let log: Logger

    func run() async throws {
        let interval = manager.watchdogInterval
        let limit = WorkPulse.limit(afterDeaths: (try? await ledger.mostDeaths()) ?? 0)
        await cancelWhenGracefulShutdown {
            var told: WorkPulse.Work?
            while !Task.isCancelled {
                watcher.askForBeat()
                try? await Task.sleep(for: interval.map { min($0 / 4, Self.pause) } ?? Self.pause)
                told = tell(of: pulse.hanging(for: Self.patience), told: told)
                // The roots answer when their loops turned, the ledger when it is free.
                if interval != nil {
                    _ = try? await ledger.mostDeaths()
                    if watcher.silentRoots.isEmpty, pulse.hanging(for: limit) == nil { manager.beat() }
                }
            }
        }
    }

    /// Says once that work hangs, and once that it came back; gives what was said.
    private func tell(of hanging: WorkPulse.Work?, told: WorkPulse.Work?) -> WorkPulse.Work? {
        guard hanging != told else { return told }
        let words = hanging.map { work in
            "the call to \(work.action) \(work.path.readable) does not come back: look at its disk or share"
        }
        status.trouble(words, with: Self.subject, kind: .call)
        status.publish()
        return hanging
    }
}
