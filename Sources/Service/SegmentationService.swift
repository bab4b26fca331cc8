import Logging
import Pipeline
import ServiceLifecycle
import Settings
import Watching

/// Takes one image after the other from the queue through the processor.
struct SegmentationService: Service {
    let queue: ImageQueue
    let folders: [FolderSettings]
    let processor: ImageProcessor
    let watcher: FolderWatcher
    let postponed: PostponedFolders
    let status: ServiceStatus
    let report: OutcomeReport

    /// Ends with the image in work when the service is asked to stop; what waits is found again by the next start.
    func run() async throws {
        await withGracefulShutdownHandler {
            while let entry = await queue.next() {
                let folder = folders[entry.folder]
                if let outcomes = await processor.process(entry.path, in: folder, lastChange: entry.lastChange) {
                    for (recipe, outcome) in zip(folder.recipes, outcomes) {
                        report.log(outcome, image: entry.path, recipe: recipe)
                        switch outcome {
                        case .postponed(let failure) where failure.isTransient: postponed.insert(entry.folder)
                        case .done: postponed.succeed(entry.folder)
                        default: break
                        }
                    }
                }
                status.publish()
                if queue.backlogCount <= ImageQueue.enoughBacklog / 2 { watcher.holdBacklog(false) }
                for root in queue.takeOverflowedFolders() { await watcher.rescan(root) }
            }
        } onGracefulShutdown: {
            queue.close()
        }
    }
}
