import ServiceLifecycle
import Settings
import Watching

/// Has every folder looked through on its timer, and looks after the images that were postponed.
///
/// The scan hands every image out again, so a removed summary is noticed too; what is done is skipped by the processor.
struct RescanService: Service {
    /// How often the folders of postponed images are looked at.
    private static let pause: Duration = .seconds(2)

    let watcher: FolderWatcher
    let folders: [FolderSettings]
    let places: FolderPlaces
    let postponed: PostponedImages
    let queue: ImageQueue

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
        let probe = FolderProbe(folders[folder], places: places)
        var next = ContinuousClock.now + interval
        while !Task.isCancelled {
            try? await Task.sleep(until: min(next, .now + Self.pause), clock: .continuous)
            guard !Task.isCancelled else { return }
            for (group, image) in postponed.next(in: folder) {
                if let entry = postponed.looked(at: group, works: await probe.finds(image)) { queue.enqueue(entry) }
            }
            if ContinuousClock.now >= next {
                await watcher.rescan(folder)
                next = .now + interval
            }
        }
    }
}
