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
            if labelled.isEmpty { enqueue(image.path, image, in: folder, state: image.state, isEarly: image.isEarly) }
            // The label image that others made of an image has come, or is another now. The image itself may not be
            // whole yet: its writer is asked.
            for path in labelled where (try? FileCalls().state(at: path, followingLink: true)) != nil {
                enqueue(path, image, in: folder, state: nil, isEarly: true)
            }
            if queue.backlogCount >= ImageQueue.enoughBacklog { watcher.holdBacklog(true) }
        case .removed(let path, _):
            log.debug("gone", metadata: ["image": .bytes(path.bytes)])
        case .ready:
            status.becomeReady()
            let count = folders.numbers.count
            log.event(.started, "watching \(count == 1 ? "1 folder" : "\(count) folders")")
        case .notice(let root, let notice):
            if let folder = folders[root] { await report(notice, root: root, at: folder.path) }
        }
    }

    private func enqueue(
        _ path: FilePath,
        _ found: FinishedImage,
        in folder: FolderSettings,
        state: FileState?,
        isEarly: Bool
    ) {
        // What carries the name of an output is one nearly always, and was brought by us.
        let isOutput = path.lastComponent.map { ResultFamily.summary(beside: $0, endings: folder.outputEndings) != nil }
        if isOutput != true, !queue.isWaiting(path) { status.flow.arrive(found.arrival, in: found.root) }
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

    private func report(_ notice: WatchNotice, root: Int, at path: FilePath) async {
        let subject = "folder \(root)"
        status.flow.note(notice, of: root)
        let fields: Logger.Metadata = ["folder": .bytes(path.bytes)]
        switch notice {
        case .unreadableFolder(let folder, _):
            let headline = "\(folder.readable) cannot be listed"
            status.trouble(
                Trouble("\(notice)", with: "unreadable \(folder)", headline: headline, folder: path, kind: .folder)
            )
        case .readableFolder(let folder): status.trouble(nil, with: "unreadable \(folder)")
        case .passedOver(let file, _):
            log.event(.filePassedOver, "\(notice)", ["image": .bytes(file.bytes), "folder": .bytes(path.bytes)])
        case .overflow: log.event(.eventsLost, "\(notice)", fields)
        case .recovered: status.trouble(nil, with: subject)
        case .polled: log.event(.folderPolled, "\(notice)", fields)
        case .waits(let folder, let wait, _):
            log.event(.waitLearned, "\(notice)", fields)
            status.waits(wait, in: folder)
            // The ledger itself tells of its troubles.
            do { try await ledger.note(wait: wait, folder: folder.bytes) } catch { log.debug("\(error)") }
        case .scanned: log.debug("\(notice)")
        case .watchLimit:
            status.trouble("\(notice)", with: subject, folder: path, kind: .watchLimit)
        case .missing, .elsewhere:
            status.trouble("\(notice)", with: subject, folder: path, kind: .folder)
        }
        status.publish()
    }
}

extension ServiceStatus {
    /// So many images wait for more of their files.
    func waits(sets count: Int) {
        let words = count == 1 ? "1 image waits for more of its files" : "\(count) images wait for more of their files"
        note(count > 0 ? words : nil, about: "sets")
    }

    /// So long the images of a folder wait, since its writers have shown that they need it.
    package func waits(_ wait: Duration, in folder: FilePath) {
        let words = "images wait \(wait) in \(folder.readable), as a writer there goes on with closed ones"
        note(wait > .zero ? words : nil, about: "wait \(folder)")
    }
}
