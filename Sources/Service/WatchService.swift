import Logging
import ServiceLifecycle
import SystemdSupport
import Watching

/// Watches the folders and fills the queue.
struct WatchService: Service {
    let watcher: FolderWatcher
    let queue: ImageQueue
    let status: ServiceStatus
    let log: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await watcher.run() }
                for await event in watcher.events { take(event) }
                group.cancelAll()
            }
        }
    }

    private func take(_ event: FolderEvent) {
        switch event {
        case .finished(let image):
            queue.enqueue(
                ImageQueue.Entry(
                    folder: image.root,
                    path: image.path,
                    lane: image.arrival == .live ? .live : .backlog,
                    lastChange: .now - image.waited
                )
            )
            if queue.backlogCount >= ImageQueue.enoughBacklog { watcher.holdBacklog(true) }
        case .removed(let path, _):
            log.debug("gone", metadata: ["image": .bytes(path.bytes)])
        case .ready:
            status.becomeReady()
            log.info("watching", metadata: ["event": .event(.started)])
        case .notice(let root, let notice):
            report(notice, root: root)
        }
    }

    private func report(_ notice: WatchNotice, root: Int) {
        let subject = "folder \(root)"
        if case .unreadableFolder = notice {
            // One folder among many, and nothing tells when it is well again: for the log, not for the status.
            return log.warning("\(notice)", metadata: ["event": .event(.folderDegraded)])
        }
        switch notice {
        case .overflow:
            log.warning("\(notice)", metadata: ["event": .event(.eventsLost)])
        case .recovered:
            status.trouble(nil, with: subject)
            log.notice("\(notice)", metadata: ["event": .event(.folderRecovered)])
        case .polled:
            log.notice("\(notice)")
        case .scanned:
            log.debug("\(notice)")
        default:
            status.trouble("\(notice)", with: subject)
            log.warning("\(notice)", metadata: ["event": .event(.folderDegraded)])
        }
        status.publish()
    }
}
