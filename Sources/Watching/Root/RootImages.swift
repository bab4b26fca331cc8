import Files
import SystemPackage

/// The images of one root: which there are, and which of them are finished.
struct RootImages {
    private let root: WatchedRoot
    private let timing: WatchTiming
    private let reports: RootReports
    private var tracker: StabilityTracker
    /// Links to files, and those that lead nowhere yet: no event tells what happens at their other end.
    private var links: Set<FilePath> = []
    private var linkCheck: Recurrence
    /// How long images wait, as it was said.
    private var saidWait: Duration

    /// No images yet.
    init(of root: WatchedRoot, timing: WatchTiming, reports: RootReports) {
        self.root = root
        self.timing = timing
        self.reports = reports
        // The marker is the time.
        let fixed = root.doneFile == nil ? root.quiet : .zero
        let wait = FolderWait(fixed: fixed, learned: root.learnedWait, timing: timing)
        saidWait = wait.learned
        tracker = StabilityTracker(wait: wait, hasMarkers: root.doneFile != nil, timing: timing)
        linkCheck = Recurrence(every: timing.rootCheck)
    }

    /// What is known of an image.
    func knowledge(of path: FilePath, at now: Duration) -> ImageKnowledge { tracker.knowledge(of: path, at: now) }

    /// Sets how long an image must be left alone, which is longer where its writer may be another machine.
    mutating func setQuiet(isWrittenElsewhere: Bool) {
        tracker.wait.isWrittenElsewhere = isWrittenElsewhere
    }

    /// Looks at the file of an event; the flags are those of `FolderChange`.
    mutating func noteEvent(_ path: FilePath, isWritten: Bool, isClosed: Bool, at time: Duration) {
        let status = FileStatus(ofCandidate: path, beneath: root.place)
        note(status, of: path)
        switch status {
        case .regular(let state), .linked(let state):
            tracker.changed(path, state: state, isWritten: isWritten, isClosed: isClosed, at: time)
        case .missing, .folder, .link, .passedOver:
            forget(path)
        case .failed(let reason):
            // Nothing can be looked at in a folder that may not be entered.
            let folder = path.removingLastComponent()
            reports.send(.unreadableFolder(folder, FolderRefusal(reason, at: folder)))
        }
    }

    /// Looks at the images that a marker may stand for.
    mutating func noteMarkers(_ images: [FilePath], at time: Duration) {
        for path in images {
            if case .regular(let state) = FileStatus(ofCandidate: path, beneath: root.place) {
                tracker.changed(path, state: state, isWritten: false, isClosed: true, at: time)
            }
        }
    }

    /// Notes what a scan passed over.
    mutating func note(_ passedOver: [(path: FilePath, reason: PassedOver)]) {
        for (path, reason) in passedOver { note(.passedOver(reason), of: path) }
    }

    /// Notes a file that a scan found; with `again`, one that was handed out before is handed out once more.
    mutating func note(_ candidate: FolderScan.Candidate, as arrival: Arrival, again: Bool, at now: Duration) {
        var state = candidate.state
        if arrival == .backlog, !candidate.isLink, reports.isSettled(candidate.path, in: state),
            tracker.settle(candidate.path, state: state, at: now)
        {
            return
        }
        if candidate.isLink { note(.linked(state), of: candidate.path) }
        if tracker.knows(candidate.path, in: state) == false {
            // An event after its folder was listed may have told of a newer state already.
            switch FileStatus(ofCandidate: candidate.path, beneath: root.place) {
            case .regular(let present), .linked(let present): state = present
            default: return
            }
        }
        tracker.listed(candidate.path, state: state, arrival: arrival, again: again, at: now)
    }

    /// All files known, finished or not.
    var knownPaths: Set<FilePath> { tracker.knownPaths }

    /// Forgets a file that a scan of the whole root did not find, if it is gone.
    mutating func forgetIfMissing(_ path: FilePath) {
        // Not listed is not yet gone: it may have come after its folder was listed.
        switch FileStatus(ofCandidate: path, beneath: root.place) {
        case .regular, .linked, .failed: return
        case .missing, .folder, .link, .passedOver: forget(path)
        }
    }

    /// Takes back an image that was handed out.
    mutating func handBack(_ image: HandedBackImage, at now: Duration) {
        tracker.handBack(image.path, state: image.state, isIncomplete: image.isIncomplete, at: now)
    }

    /// Forgets all images, or those beneath a folder, since they are gone.
    mutating func forgetAll(beneath folder: FilePath? = nil) {
        for path in folder.map(tracker.knownPaths(beneath:)) ?? Array(tracker.knownPaths) { forget(path) }
    }

    /// Forgets which links there are; the next scan finds them.
    mutating func forgetLinks() {
        links = []
    }

    /// Looks, when it is time, what became of the files that links lead to.
    mutating func lookAtLinks(at now: Duration) {
        guard !links.isEmpty, linkCheck.isDue(at: now) else { return }
        for path in links { noteEvent(path, isWritten: false, isClosed: false, at: now) }
    }

    /// Looks at files that are due and hands out those that are finished, live ones first, as far as the consumer has
    /// room, until `isOver`.
    mutating func handOutFinished(_ clock: any WatchClock, until isOver: () -> Bool) {
        defer { sayWait() }
        for arrival in Arrival.allCases {
            while reports.hasRoom(for: arrival), let path = tracker.due(arrival, at: clock.now, limit: 1).first {
                look(at: path, clock)
                if isOver() { return }
            }
        }
    }

    private mutating func look(at path: FilePath, _ clock: any WatchClock) {
        let look = FileLook(at: path, beneath: root.place)
        if case .file = look, !isMarked(path) {
            tracker.setAside(path)
            return
        }
        switch (tracker.looked(path, look, at: clock.now), look) {
        case (.finished(let arrival, let waited, let isEarly), .file(let state, _)):
            reports.sendFinished(path, state, arrival, waited: waited, isEarly: isEarly)
        case (.gone(wasFinished: true), _): reports.sendRemoved(path)
        default: return
        }
    }

    /// Whether the marker of an image is there, in a folder that has them.
    private func isMarked(_ path: FilePath) -> Bool {
        guard let doneFile = root.doneFile else { return true }
        return doneFile.markers(of: path).contains { marker in
            if case .regular = FileStatus(of: marker) { true } else { false }
        }
    }

    /// Says how long images wait, where that has changed.
    private mutating func sayWait() {
        let wait = tracker.wait.learned
        guard wait != saidWait else { return }
        reports.send(.waits(root.path, wait, isMore: wait > saidWait))
        saidWait = wait
    }

    /// When there is something to look at. What the consumer has no room for counts not: it rings when it has.
    var nextTimes: [Duration] {
        // What lasts is looked at on a timer of its own, while there is any.
        (links.isEmpty ? [] : [linkCheck.next])
            + Arrival.allCases.compactMap { arrival in
                tracker.nextDeadline(arrival).flatMap { reports.hasRoom(for: arrival) ? $0 : nil }
            }
    }

    /// Remembers a link, and says what is left alone.
    private mutating func note(_ status: FileStatus, of path: FilePath) {
        switch status {
        case .linked, .passedOver(.linkNowhere):
            // The others are left to the scans.
            if links.count < timing.watchedLinks { links.insert(path) }
        default: links.remove(path)
        }
        if case .passedOver(let reason) = status { reports.send(.passedOver(path, reason)) }
    }

    /// Forgets a file that is gone, and says so if it was handed out.
    private mutating func forget(_ path: FilePath) {
        if tracker.forget(path) { reports.sendRemoved(path) }
    }
}
