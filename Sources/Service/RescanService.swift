import ServiceLifecycle
import Settings
import Watching

/// Has every folder looked through on its timer, and sooner where something was postponed.
///
/// The scan hands every image out again, so a removed summary is noticed too; what is done is skipped by the processor.
struct RescanService: Service {
    let watcher: FolderWatcher
    let folders: [FolderSettings]
    let postponed: PostponedFolders

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for (index, folder) in folders.enumerated() {
                    group.addTask { await look(after: index, every: folder.rescan) }
                }
            }
        }
    }

    private func look(after folder: Int, every interval: Duration) async {
        var next = ContinuousClock.now + interval
        while !Task.isCancelled {
            try? await Task.sleep(until: min(next, .now + PostponedFolders.firstPause), clock: .continuous)
            guard !Task.isCancelled else { return }
            if postponed.take(folder) || ContinuousClock.now >= next {
                await watcher.rescan(folder)
                next = .now + interval
            }
        }
    }
}
