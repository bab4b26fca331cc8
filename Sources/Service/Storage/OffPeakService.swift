import Files
import Glibc
import ServiceLifecycle
import Settings
import Watching

/// Keeps the backlog of folders to the part of the day that their settings name; it waits in the watcher meanwhile.
struct OffPeakService: Service {
    /// The local clock may be set, and summer time begins and ends: it is asked again and again, never waited for.
    private static let interval: Duration = .seconds(20)

    let folders: FoldersInForce
    let watcher: FolderWatcher
    let status: ServiceStatus

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await folders.whileInForce { folder in
                if let window = folder.settings.offPeak { await keep(folder, to: window) }
            }
        }
    }

    private func keep(_ folder: FoldersInForce.Folder, to window: DayWindow) async {
        let path = folder.settings.path
        while !Task.isCancelled {
            let isOpen = window.contains(Self.minuteOfDay)
            watcher.holdBacklog(!isOpen, ofRoot: folder.number)
            status.note(isOpen ? nil : "\(path.readable): backlog waits for \(window)", about: "off-peak \(path)")
            status.publish()
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Minutes after midnight by the local clock.
    private static var minuteOfDay: Int {
        var (now, local) = (time(nil), tm())
        localtime_r(&now, &local)
        return Int(local.tm_hour) * 60 + Int(local.tm_min)
    }
}
