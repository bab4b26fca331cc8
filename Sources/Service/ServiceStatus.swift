import Files
package import Logging
import Results
import Synchronization
package import SystemPackage
package import SystemdSupport
import Watching

/// What the daemon is doing, in the one line that `systemctl status` shows.
package final class ServiceStatus: Sendable {
    private struct State {
        var folderCount = 0
        var done = 0
        var failed = 0
        var isReady = false
        var published = ""
        var classifiers: [String: Classifier] = [:]
        var device: String?
        /// What is worth knowing and no trouble, by its subject.
        var notes: [String: String] = [:]
    }

    /// A classifier in force.
    struct Classifier: Sendable {
        let words: String
        /// When it came into force.
        let since = ContinuousClock.now
    }

    /// With more troubles, the line only counts the others.
    private static let mostTroubles = 5

    private let manager: ServiceManager
    let queue: ImageQueue
    private let state = Mutex(State())
    /// What comes in and goes out.
    let flow: FlowMeter
    /// Those who listen are told of troubles.
    package let announcements: Announcements
    /// What is wrong, for those who want to be told.
    package let troubleBoard = TroubleBoard()
    /// What is trained, and how far it is.
    package let trainings = TrainingBoard()

    /// The status of a daemon that watches `folderCount` folders and says in `log` when troubles begin and end.
    package init(
        folderCount: Int,
        queue: ImageQueue,
        manager: ServiceManager = ServiceManager(),
        announcements: Announcements = Announcements(),
        log: Logger = Logger(label: "segmentd") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.announcements = announcements
        self.queue = queue
        self.manager = manager
        flow = FlowMeter()
        state.withLock { $0.folderCount = folderCount }
        troubleBoard.listen(TroubleJournal(log).say)
        troubleBoard.listen { announcements.trouble($0.words, with: $0.trouble.subject) }
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

    /// So many folders are watched.
    func watches(folders count: Int) {
        state.withLock { $0.folderCount = count }
    }

    /// One (image, recipe) ended.
    package func count(failed: Bool) {
        state.withLock { if failed { $0.failed += 1 } else { $0.done += 1 } }
    }

    /// Something is wrong with `subject`; nil when it is well again.
    package func trouble(_ words: String?, with subject: String, folder: FilePath? = nil, kind: TroubleKind? = nil) {
        guard let words else { return troubleBoard.end(subject) }
        trouble(Trouble(words, with: subject, folder: folder, kind: kind))
    }

    /// Something is wrong.
    package func trouble(_ trouble: Trouble) { troubleBoard.note(trouble) }

    /// What a trouble was about is there no longer; listeners hear of its end, the journal does not.
    func forget(trouble subject: String) {
        troubleBoard.end(subject, isSilent: true)
        announcements.trouble(nil, with: subject)
    }

    /// Something to know about `subject` that is no trouble; nil when it holds no more.
    package func note(_ words: String?, about subject: String) {
        state.withLock { $0.notes[subject] = words }
    }

    /// What computes, by name.
    func device(_ name: String) {
        state.withLock { $0.device = name }
    }

    /// A classifier came into force.
    package func classifier(_ name: String, at path: String, digest: String, generation: Int) {
        let words = "\(name) \(digest.prefix(4)) (gen \(generation))"
        state.withLock { $0.classifiers[path] = Classifier(words: words) }
    }

    /// How many (image, recipe) ended with a result, and how many without.
    var counts: (done: Int, failed: Int) { state.withLock { ($0.done, $0.failed) } }

    /// Whether the watches are armed and every good classifier has run once.
    var isReady: Bool { state.withLock { $0.isReady } }

    /// What computed last, or the worker has started on; nil while that is not known.
    var device: String? { state.withLock { $0.device } }

    /// For how long the classifier of a file has been in force; nil where none is.
    func age(ofClassifierAt path: FilePath) -> Duration? {
        state.withLock { $0.classifiers[path.string] }.map { .now - $0.since }
    }

    /// What there are troubles with.
    var troubledSubjects: [String] { troubleBoard.present.map(\.subject) }

    /// A classifier is named by no recipe any more.
    func forget(classifierAt path: FilePath) {
        state.withLock { $0.classifiers[path.string] = nil }
        for subject in [path.string, "copy of \(path)"] { forget(trouble: subject) }
    }

    /// All that is wrong now.
    var troubles: [String] { troubleBoard.present.map(\.words) }

    /// What is wrong with the watching of a folder.
    func troubles(ofFolder index: Int, at path: FilePath) -> [String] {
        troubleBoard.present.filter { trouble in
            if trouble.subject == "folder \(index)" { return true }
            guard trouble.subject.hasPrefix("unreadable ") else { return false }
            return FilePath(String(trouble.subject.dropFirst("unreadable ".count))).starts(with: path)
        }.map(\.words)
    }

    /// The figures of what comes in and goes out, as they are now.
    var figures: FlowFigures {
        let lanes = queue.lanes
        return flow.figures(
            live: lanes[.live]?.count ?? 0,
            backlog: lanes[.backlog]?.count ?? 0,
            // In the order in which they were finished: the first of a folder waits longest.
            oldest: lanes[.live]?.folders.values.compactMap(\.first?.lastChange).min()
        )
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

    /// `watching 3 folders, 2 queued, 1204 done, 1 failed; nuclei.cl ab12 (gen 3)`; what is wrong stands before it, for
    /// people read the beginning: `degraded: …; … | watching …`.
    package var line: String {
        let troubles = troubles
        guard !troubles.isEmpty else { return work }
        var named = troubles.prefix(Self.mostTroubles).joined(separator: "; ")
        if troubles.count > Self.mostTroubles {
            named += "; and \(troubles.count - Self.mostTroubles) more, see the journal"
        }
        return "degraded: \(named) | \(work)"
    }

    /// What it does, whatever is wrong.
    private var work: String {
        let (queued, paused, flow) = (queue.count, queue.paused.count, figures.line)
        return state.withLock { state in
            let folderCount = state.folderCount
            let folders = folderCount == 1 ? "1 folder" : "\(folderCount) folders"
            var line = "watching \(folders), \(queued) queued, \(state.done) done, \(state.failed) failed"
            if paused > 0 {
                let which = paused == folderCount ? "" : " \(paused) of \(folderCount) folders"
                line += "; paused\(which) (segmentd resume)"
            }
            if let flow { line += "; \(flow)" }
            let classifiers = state.classifiers.sorted { $0.key < $1.key }.map(\.value.words)
            if !classifiers.isEmpty { line += "; " + classifiers.joined(separator: ", ") }
            let notes = state.notes.sorted { $0.key < $1.key }.map(\.value)
            if !notes.isEmpty { line += "; " + notes.prefix(Self.mostTroubles).joined(separator: "; ") }
            return line
        }
    }
}
