import Logging
import Results
import ServiceLifecycle
import Settings
import SystemPackage
import Watching
import WorkerProtocol

/// Takes one image after the other from the queue through the processors, each of which has a worker.
struct SegmentationService: Service {
    let queue: ImageQueue
    let folders: FoldersInForce
    let processors: [ImageProcessor]
    let watcher: FolderWatcher
    let postponed: PostponedImages
    let retries: RetryService
    let status: ServiceStatus
    let report: OutcomeReport
    let results: NewResults

    /// Ends with the images in work when the service is asked to stop; what waits is found again by the next start.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for (number, processor) in processors.enumerated() {
                    group.addTask {
                        await processor.warmUp()
                        while let entry = await queue.next(for: number) {
                            await work(on: entry, processor)
                            queue.finish(entry.path)
                        }
                    }
                }
            }
        } onGracefulShutdown: {
            queue.close()
        }
    }

    private func work(on entry: ImageQueue.Entry, _ processor: ImageProcessor) async {
        guard let folder = folders[entry.folder] else {
            processor.sets.forget(entry.path)
            status.waits(sets: processor.sets.waiting)
            // Its folder has ended; where another one holds it now, nobody else may have been let in its place.
            if let number = folders.number(holding: entry.path) {
                var entry = entry
                entry.folder = number
                queue.enqueue(entry)
            }
            return
        }
        status.flow.begin(entry)
        let outcomes = await processor.process(
            entry.path,
            in: folder,
            lastChange: entry.lastChange,
            isSuspect: entry.arrival == .live,
            handedOut: entry.state,
            isEarly: entry.isEarly,
            scope: entry.scope
        )
        // A folder that ended meanwhile has nothing tried again; where its images go on, a scan finds them. What came of
        // them counts for the folder that goes on in its place.
        let isInForce = folders[entry.folder] != nil
        let heir = isInForce ? entry.folder : folders.successor(ofFolderAt: folder.path)
        status.flow.end(entry, as: heir, outcomes ?? [])
        for (recipe, outcome) in zip(folder.recipes, outcomes ?? []) {
            report.log(outcome, image: entry.path, recipe: recipe, in: folder)
            guard isInForce || outcome.isCommitted else { continue }
            switch outcome {
            case .done(let summary): status.computes(on: summary.engine?.kind)
            case .unfinished(let state, let isIncomplete):
                watcher.handBack(entry.path, root: entry.folder, state: state, isIncomplete: isIncomplete)
            case .partOfSet(let first): lookAt(first, after: entry)
            case .waitsForSet(let wait):
                var entry = entry
                entry.isEarly = false
                retries.add(entry, from: wait.due)
            case .later(let due): retries.add(entry, from: due)
            case .failed(let summary) where summary.error?.isLoss ?? false:
                retries.add(entry, from: .now + RetryPolicy().rest)
            default: break
            }
        }
        if let heir, outcomes?.contains(where: \.isNewResult) ?? false { results.note(entry.path, in: heir) }
        if processor.sets.takeWithdrawn(), let heir { results.noteEverything(in: heir) }
        if outcomes == nil { processor.sets.forget(entry.path) }
        status.waits(sets: processor.sets.waiting)
        if isInForce { await lookAfter(entry, outcomes ?? []) }
        status.publish()
        if queue.backlogCount <= ImageQueue.enoughBacklog / 2 { watcher.holdBacklog(false) }
        for root in queue.drainOverflowedFolders() { await watcher.rescan(root) }
    }

    /// Has the first file of an image looked at, of which another one has come or changed.
    private func lookAt(_ first: FilePath, after entry: ImageQueue.Entry) {
        var entry = entry
        (entry.path, entry.state) = (first, nil)
        queue.enqueue(entry)
    }

    /// Remembers an image that has to wait; sends those after it that waited for the same reason as one that need not
    /// wait any longer.
    private func lookAfter(_ entry: ImageQueue.Entry, _ outcomes: [ImageOutcome]) async {
        if let failure = outcomes.lazy.compactMap(\.trouble).first {
            postponed.postpone(entry, because: failure)
        } else {
            let isCommitted = outcomes.contains(where: \.isCommitted)
            let (followers, needsScan) = postponed.settle(entry, isCommitted: isCommitted)
            for follower in followers { queue.enqueue(follower) }
            if needsScan { await watcher.rescan(entry.folder) }
        }
        if let folder = folders[entry.folder] {
            status.wait(postponed.trouble(in: entry.folder), in: entry.folder, of: folder)
        }
    }
}
