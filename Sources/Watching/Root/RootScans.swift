import Files
import SystemPackage

/// The scans of one root, the truth behind the hints: of all of it, and of folders that have just come.
struct RootScans {
    private let root: WatchedRoot
    private let timing: WatchTiming
    private let clock: any WatchClock
    private let reports: RootReports
    private var schedule = ScanSchedule()
    private var running: RootScan?
    /// New folders, each looked through at once.
    private var visits: [FolderScan] = []
    private var folderCheck: Recurrence
    /// Whether the root has been looked through once.
    private(set) var isFirstDone = false

    /// No scan yet.
    init(of root: WatchedRoot, timing: WatchTiming, clock: any WatchClock, reports: RootReports) {
        self.root = root
        self.timing = timing
        self.clock = clock
        self.reports = reports
        folderCheck = Recurrence(every: timing.rootCheck)
    }

    /// When there is something to do; `isPresent` says whether the root is there.
    func nextTimes(isPresent: Bool) -> [Duration] {
        let scan = isPresent ? schedule.next : nil
        return (reports.unreadableFolders.isEmpty ? [] : [folderCheck.next]) + [scan].compactMap(\.self)
    }

    /// Notes that a scan is wanted now.
    mutating func want(_ reason: ScanSchedule.Reason) {
        if reason == .requested, running != nil {
            running?.isRequested = true
        } else {
            schedule.want(reason, at: clock.now)
        }
    }

    /// Notes that events were lost.
    mutating func wantAfterOverflow() {
        schedule.wantAfterOverflow(at: clock.now, pause: timing.overflowPause)
    }

    /// Looks through a folder that has just come.
    mutating func visit(_ folder: FilePath) {
        visits.append(FolderScan(of: folder, in: root, filter: NameFilter()))
    }

    /// Breaks off what is running.
    mutating func stop() {
        visits = []
        running = nil
    }

    /// Notes that there is nothing to scan: the root is not there.
    mutating func skipFirst() {
        isFirstDone = true
    }

    /// Begins a scan that is wanted or due, unless one is running.
    mutating func beginIfDue() {
        let now = clock.now
        guard running == nil, let reason = schedule.begin(at: now) else { return }
        running = RootScan(
            reason: reason,
            isRequested: reason >= .requested,
            scan: FolderScan(of: root.path, in: root, filter: NameFilter()),
            begin: now
        )
    }

    /// Looks, when it is time, whether folders that could not be listed can be listed now.
    mutating func lookAtUnreadable() {
        let folders = reports.unreadableFolders
        guard !folders.isEmpty, folderCheck.isDue(at: clock.now) else { return }
        for folder in folders where FolderListing.isPossible(folder, beneath: root.place) {
            reports.send(.readableFolder(folder))
            visit(folder)
        }
    }

    /// Visits folders for a short while, so that events are heard in between.
    ///
    /// - Returns: whether more may be left.
    mutating func visitFolders(_ watches: inout FolderWatches, _ images: inout RootImages) -> Bool {
        let end = clock.now + .milliseconds(20)
        while running != nil || !visits.isEmpty {
            visitFolder(&watches, &images)
            if clock.now > end { return true }
        }
        return false
    }

    /// Visits one folder, new ones before those of a running scan.
    private mutating func visitFolder(_ watches: inout FolderWatches, _ images: inout RootImages) {
        if var visit = visits.popLast() {
            visit.visitNext { folder in
                if !watches.watch(folder, followingLink: folder == root.path) {
                    // The next scan counts what is missing and reports it.
                    schedule.want(.timer, at: clock.now + timing.poll)
                }
            }
            if visit.isFinished {
                reportUnreadable(visit)
                images.note(visit, as: .live, again: false, at: clock.now)
            } else {
                visits.append(visit)
            }
        } else if var scan = running {
            scan.scan.visitNext { folder in
                // Another file system may be mounted anywhere beneath the root.
                if watches.isRunning, let name = FileSystemKind.remoteName(of: folder) {
                    scan.remoteName = scan.remoteName ?? name
                } else if !watches.watch(folder, followingLink: folder == root.path) {
                    scan.unwatchedFolders += 1
                }
            }
            running = scan
            if scan.scan.isFinished { end(scan, isWatched: watches.isRunning, &images) }
        }
    }

    private mutating func end(_ done: RootScan, isWatched: Bool, _ images: inout RootImages) {
        running = nil
        let now = clock.now
        let duration = now - done.begin
        let isPartlyBlind = !isWatched || done.remoteName != nil || done.unwatchedFolders > 0
        schedule.end(at: now, took: duration, interval: isPartlyBlind ? timing.poll : timing.rescan)

        if let name = done.remoteName, isWatched {
            reports.send(.polled(root.path, every: timing.poll, reason: FileSystemKind.reasonToPoll(name)))
        }
        if done.unwatchedFolders > 0 {
            let limit = Inotify.watchLimit
            reports.send(.watchLimit(root.path, unwatchedFolders: done.unwatchedFolders, limit: limit))
        } else {
            reports.send(.recovered(root.path))
        }
        for folder in reports.unreadableFolders.subtracting(done.scan.unreadable.map(\.folder)) {
            reports.send(.readableFolder(folder))
        }
        reportUnreadable(done.scan)

        let isRepeat = done.reason == .timer || done.reason == .overflow
        images.note(done.scan, as: isRepeat ? .live : .backlog, again: done.isRequested, at: clock.now)
        images.forgetMissing(after: done.scan)
        isFirstDone = true
        let (count, folders) = (done.scan.candidates.count, done.scan.folderCount)
        reports.send(.scanned(root.path, images: count, folders: folders, took: duration))
    }

    private func reportUnreadable(_ scan: FolderScan) {
        for trouble in scan.unreadable {
            reports.send(.unreadableFolder(trouble.folder, trouble.reason))
        }
    }
}
