import Files
import Results
import Synchronization
package import SystemPackage
package import SystemdSupport
package import WorkerProtocol

/// What the daemon is doing, in the one line that `systemctl status` shows.
package final class ServiceStatus: Sendable {
    private struct State {
        var done = 0
        var failed = 0
        var isReady = false
        var published = ""
        /// Present troubles by their subject, so that one that ends can be taken back.
        var troubles: [String: String] = [:]
        var classifiers: [String: String] = [:]
        /// What is worth knowing and no trouble, by its subject.
        var notes: [String: String] = [:]
    }

    /// With more troubles, the line only counts the others.
    private static let mostTroubles = 5

    private let manager: ServiceManager
    private let folderCount: Int
    private let queue: ImageQueue
    private let state = Mutex(State())

    /// The status of a daemon that watches `folderCount` folders.
    package init(folderCount: Int, queue: ImageQueue, manager: ServiceManager = ServiceManager()) {
        self.folderCount = folderCount
        self.queue = queue
        self.manager = manager
    }

    /// The watches are armed and every good classifier has run once.
    func becomeReady() {
        state.withLock { $0.isReady = true }
        manager.ready(status: line)
    }

    /// Everything is read again; `becomeReady` ends it.
    func beginReload() {
        manager.reloading(status: line)
    }

    /// One (image, recipe) ended.
    package func count(failed: Bool) {
        state.withLock { if failed { $0.failed += 1 } else { $0.done += 1 } }
    }

    /// Something is wrong with `subject`; nil when it is well again.
    package func trouble(_ words: String?, with subject: String) {
        state.withLock { $0.troubles[subject] = words }
    }

    /// Something worth knowing of `subject` that is no trouble; nil when it holds no longer.
    package func note(_ words: String?, with subject: String) {
        state.withLock { $0.notes[subject] = words }
    }

    /// So many images of a folder wait for the given reason; nil when none does.
    package func wait(_ trouble: (images: Int, failure: Failure)?, in folder: Int, at path: FilePath) {
        let words = trouble.map { images, failure in
            "\(images == 1 ? "1 image waits" : "\(images) images wait") in \(path.readable): "
                + "\(failure.message); \(failure.remedy)"
        }
        self.trouble(words, with: "waiting \(folder)")
    }

    /// An image was computed on a device of the given kind, or the worker has started on one.
    package func computes(on kind: String?) {
        let words = "computing on the host, about a hundred times slower than a device: run `segmentd devices`"
        trouble(kind == "host" ? words : nil, with: "device")
    }

    /// A classifier came into force.
    package func classifier(_ name: String, at path: String, digest: String, generation: Int) {
        state.withLock { $0.classifiers[path] = "\(name) \(digest.prefix(4)) (gen \(generation))" }
    }

    /// Tells the service manager, once it knows that we are ready.
    func publish() {
        let line = line
        let isNews = state.withLock { state in
            defer { state.published = line }
            return state.isReady && state.published != line
        }
        if isNews { manager.status(line) }
    }

    /// `watching 3 folders, 2 queued, 1204 done, 1 failed; nuclei.cl ab12 (gen 3)`, then what is wrong.
    package var line: String {
        let queued = queue.count
        return state.withLock { state in
            let folders = folderCount == 1 ? "1 folder" : "\(folderCount) folders"
            var line = "watching \(folders), \(queued) queued, \(state.done) done, \(state.failed) failed"
            let classifiers = state.classifiers.sorted { $0.key < $1.key }.map(\.value)
            if !classifiers.isEmpty { line += "; " + classifiers.joined(separator: ", ") }
            for note in state.notes.sorted(by: { $0.key < $1.key }) { line += "; \(note.value)" }
            let troubles = state.troubles.sorted { $0.key < $1.key }.map(\.value)
            if !troubles.isEmpty { line += "; degraded: " + troubles.prefix(Self.mostTroubles).joined(separator: "; ") }
            if troubles.count > Self.mostTroubles {
                line += "; and \(troubles.count - Self.mostTroubles) more, see the journal"
            }
            return line
        }
    }
}
