import ServiceLifecycle
import Settings
import Watching

/// Has every folder looked through on its timer, looks after the images that were postponed, and has what is gone
/// forgotten.
///
/// The scan hands every image out again, so a removed summary is noticed too; what is done is skipped by the processor.
struct RescanService: Service {
    /// How often the folders of postponed images are looked at.
    private static let pause: Duration = .seconds(2)
    /// How often some of the known files are looked at: 1,700,000 a day.
    private static let sweepPause: Duration = .seconds(10)
    /// How soon, after all were looked at, it begins anew.
    private static let roundPause: Duration = .seconds(3600)

    let watcher: FolderWatcher
    let folders: FoldersInForce
    let places: FolderPlaces
    let postponed: PostponedImages
    let queue: ImageQueue
    let processor: ImageProcessor
    let gone: GoneImages

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await folders.whileInForce { await look(after: $0.number, $0.settings) } }
                group.addTask { await sweep() }
            }
        }
    }

    private func sweep() async {
        var pause = Self.sweepPause
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            guard !Task.isCancelled else { return }
            pause = await gone.lookAtNext() ? Self.sweepPause : Self.roundPause
        }
    }

    private func look(after folder: Int, _ settings: FolderSettings) async {
        let probe = FolderProbe(settings, places: places)
        let interval = settings.rescan
        var next = ContinuousClock.now + interval
        while !Task.isCancelled {
            try? await Task.sleep(until: min(next, .now + Self.pause), clock: .continuous)
            guard !Task.isCancelled else { return }
            processor.closeOldFolders()
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
