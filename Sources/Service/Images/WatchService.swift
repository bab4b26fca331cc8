import Files
import Ledger
import Logging
import Results
import ServiceLifecycle
import Settings
package import SystemPackage
import SystemdSupport
import Watching

/// Watches the folders and fills the queue.
struct WatchService: Service {
    let watcher: FolderWatcher
    let queue: ImageQueue
    let ledger: Ledger
    let folders: FoldersInForce
    let status: ServiceStatus
    let log: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await watcher.run() }
                for await event in watcher.events { await respond(to: event) }
                group.cancelAll()
            }
        }
    }

    private func respond(to event: FolderEvent) async {
        switch event {
        case .finished(let image):
            guard let folder = folders[image.root] else { return }
            let labelled = folder.images(ofLabels: image.path)
            if labelled.isEmpty { enqueue(image.path, image, state: image.state, isEarly: image.isEarly) }
            // The label image that others made of an image has come, or is another now. The image itself may not be
            // whole yet: its writer is asked.
            for path in labelled where (try? FileCalls().state(at: path, followingLink: true)) != nil {
                enqueue(path, image, state: nil, isEarly: true)
            }
            if queue.backlogCount >= ImageQueue.enoughBacklog { watcher.holdBacklog(true) }
        case .removed(let path, _):
            log.debug("gone", metadata: ["image": .bytes(path.bytes)])
        case .ready:
            status.becomeReady()
            log.info("watching", metadata: ["event": .event(.started)])
        case .notice(let root, let notice):
            if folders[root] != nil { await report(notice, root: root) }
        }
    }

    private func enqueue(_ path: FilePath, _ found: FinishedImage, state: FileState?, isEarly: Bool) {
        if !queue.isWaiting(path) { status.flow.arrive(found.arrival, in: found.root) }
        queue.enqueue(
            ImageQueue.Entry(
                folder: found.root,
                path: path,
                arrival: found.arrival,
                lastChange: .now - found.waited,
                state: state,
                isEarly: isEarly
            )
        )
    }

    private func report(_ notice: WatchNotice, root: Int) async {
        let subject = "folder \(root)"
        status.flow.note(notice, of: root)
        switch notice {
        case .unreadableFolder(let folder, _):
            status.trouble("\(notice)", with: "unreadable \(folder)")
            log.warning("\(notice)", metadata: ["event": .event(.folderDegraded)])
        case .readableFolder(let folder):
            status.trouble(nil, with: "unreadable \(folder)")
            log.notice("\(notice)", metadata: ["event": .event(.folderRecovered)])
        case .passedOver(let path, _):
            log.warning("\(notice)", metadata: ["image": .bytes(path.bytes)])
        case .overflow:
            log.warning("\(notice)", metadata: ["event": .event(.eventsLost)])
        case .recovered:
            status.trouble(nil, with: subject)
            log.notice("\(notice)", metadata: ["event": .event(.folderRecovered)])
        case .polled:
            log.notice("\(notice)")
        case .waits(let folder, let wait, _):
            log.notice("\(notice)")
            status.waits(wait, in: folder)
            do { try await ledger.note(wait: wait, folder: folder.bytes) } catch { log.warning("\(error)") }
        case .scanned:
            log.debug("\(notice)")
        default:
            status.trouble("\(notice)", with: subject)
            log.warning("\(notice)", metadata: ["event": .event(.folderDegraded)])
        }
        status.publish()
    }
}

extension ServiceStatus {
    /// So long the images of a folder wait, since its writers have shown that they need it.
    package func waits(_ wait: Duration, in folder: FilePath) {
        let words = "images wait \(wait) in \(folder.readable), as a writer there goes on with closed ones"
        note(wait > .zero ? words : nil, about: "wait \(folder)")
    }
}
