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

    /// No images yet.
    init(of root: WatchedRoot, timing: WatchTiming, reports: RootReports) {
        self.root = root
        self.timing = timing
        self.reports = reports
        tracker = StabilityTracker(quiet: root.quiet, timing: timing)
        linkCheck = Recurrence(every: timing.rootCheck)
    }

    /// What is known of an image.
    func knowledge(of path: FilePath, at now: Duration) -> ImageKnowledge { tracker.knowledge(of: path, at: now) }

    /// Sets how long an image must be left alone, which is longer where its writer may be another machine.
    mutating func setQuiet(isWrittenElsewhere: Bool) {
        tracker.quiet = isWrittenElsewhere ? max(root.quiet, timing.polledQuiet) : root.quiet
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
            reports.send(.unreadableFolder(path.removingLastComponent(), reason))
        }
    }

    /// Notes what a scan found; with `again`, files handed out before are handed out once more.
    mutating func note(_ scan: FolderScan, as arrival: Arrival, again: Bool, at now: Duration) {
        for (path, reason) in scan.passedOver { note(.passedOver(reason), of: path) }
        for candidate in scan.oldestFirst {
            var state = candidate.state
            if candidate.isLink { note(.linked(state), of: candidate.path) }
            if tracker.knows(candidate.path, in: state) == false {
                // An event after its folder was listed may have told of a newer state already.
                switch FileStatus(ofCandidate: candidate.path, beneath: root.place) {
                case .regular(let present), .linked(let present): state = present
                default: continue
                }
            }
            tracker.listed(candidate.path, state: state, arrival: arrival, again: again, at: now)
        }
    }

    /// Forgets what a scan of the whole root did not find.
    mutating func forgetMissing(after scan: FolderScan) {
        let missing = tracker.knownPaths.subtracting(scan.candidates.map(\.path))
        for path in missing {
            // Not listed is not yet gone: it may have come after its folder was listed.
            switch FileStatus(ofCandidate: path, beneath: root.place) {
            case .regular, .linked, .failed: continue
            case .missing, .folder, .link, .passedOver: forget(path)
            }
        }
    }

    /// Forgets all images, or those beneath a folder, since they are gone.
    mutating func forgetAll(beneath folder: FilePath? = nil) {
        for path in tracker.knownPaths where folder.map(path.starts(with:)) ?? true { forget(path) }
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
    /// room.
    mutating func handOutFinished(_ clock: any WatchClock) {
        for arrival in Arrival.allCases {
            while reports.hasRoom(for: arrival) {
                let paths = tracker.due(arrival, at: clock.now, limit: 16)
                if paths.isEmpty { break }
                for path in paths {
                    let look = FileLook(at: path, beneath: root.place)
                    switch tracker.looked(path, look, at: clock.now) {
                    case .finished(let arrival, let waited): reports.sendFinished(path, arrival, waited: waited)
                    case .gone(wasFinished: true): reports.sendRemoved(path)
                    case .gone, .waiting: continue
                    }
                }
            }
        }
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
