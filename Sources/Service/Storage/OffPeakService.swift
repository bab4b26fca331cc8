import Files
import Glibc
import ServiceLifecycle
import Settings
import Watching

/// Keeps the backlog of folders to the part of the day that their settings name; it waits in the watcher meanwhile.
struct OffPeakService: Service {
    /// The local clock may be set, and summer time begins and ends: it is asked again and again, never waited for.
    private static let interval: Duration = .seconds(20)

    let folders: [FolderSettings]
    let watcher: FolderWatcher
    let status: ServiceStatus

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for (index, folder) in folders.enumerated() {
                    guard let window = folder.offPeak else { continue }
                    let isOpen = window.contains(Self.minuteOfDay)
                    watcher.holdBacklog(!isOpen, ofRoot: index)
                    let words = "\(folder.path.readable): backlog waits for \(window)"
                    status.note(isOpen ? nil : words, about: "off-peak \(folder.path)")
                }
                status.publish()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Minutes after midnight by the local clock.
    private static var minuteOfDay: Int {
        var (now, local) = (time(nil), tm())
        localtime_r(&now, &local)
        return Int(local.tm_hour) * 60 + Int(local.tm_min)
    }
}
