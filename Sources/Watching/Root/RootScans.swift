import Files
import SystemPackage

/// The scans of one root, the truth behind the hints: of all of it, and of folders that have just come.
struct RootScans {
    private let root: WatchedRoot
    private let timing: WatchTiming
    private let clock: any WatchClock
    private let reports: RootReports
    private let calls: FileCalls
    private var schedule = ScanSchedule()
    private var running: RootScan?
    /// New folders, each looked through at once.
    private var visits: [FolderScan] = []
    /// What scans have found and nobody has noted yet, with what is to be said then.
    private var results: [(result: ScanResult, notice: WatchNotice?)] = []
    private var folderCheck: Recurrence
    /// Whether the root has been looked through once.
    private(set) var isFirstDone = false

    /// No scan yet.
    init(of root: WatchedRoot, timing: WatchTiming, clock: any WatchClock, reports: RootReports, calls: FileCalls) {
        self.root = root
        self.timing = timing
        self.clock = clock
        self.reports = reports
        self.calls = calls
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
        visits.append(FolderScan(of: folder, in: root, filter: root.filter, calls: calls))
    }

    /// Breaks off what is running.
    mutating func stop() {
        visits = []
        running = nil
        results = []
    }

    /// Notes that there is nothing to scan: the root is not there.
    mutating func skipFirst() {
        isFirstDone = true
    }

    /// Begins a scan that is wanted or due, unless one is running.
    mutating func beginIfDue() {
        let now = clock.now
        guard running == nil, results.isEmpty, let reason = schedule.begin(at: now) else { return }
        running = RootScan(
            reason: reason,
            isRequested: reason >= .requested,
            scan: FolderScan(of: root.path, in: root, filter: root.filter, calls: calls),
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

    /// Looks at folders, and notes what was found, until `isOver`.
    ///
    /// - Returns: whether something is left.
    mutating func advance(_ watches: inout FolderWatches, _ images: inout RootImages, until isOver: () -> Bool) -> Bool
    {
        while running != nil || !visits.isEmpty || !results.isEmpty {
            step(&watches, &images, until: isOver)
            if isOver() { return true }
        }
        return false
    }

    /// Goes on with what is at hand: first with what was found, then with new folders, then with a running scan.
    private mutating func step(
        _ watches: inout FolderWatches,
        _ images: inout RootImages,
        until isOver: () -> Bool
    ) {
        if !results.isEmpty {
            let clock = clock
            guard results[0].result.note(in: &images, until: isOver, at: { clock.now }) else { return }
            let (result, notice) = results.removeFirst()
            if result.isWhole { isFirstDone = true }
            if let notice { reports.send(notice) }
        } else if var visit = visits.popLast() {
            visit.advance(until: isOver) { folder in
                if !watches.watch(folder, followingLink: folder == root.path) {
                    // The next scan counts what is missing and reports it.
                    schedule.want(.timer, at: clock.now + timing.poll)
                }
            }
            if visit.isFinished {
                reportUnreadable(visit)
                images.note(visit.passedOver)
                results.append((ScanResult(of: visit, as: .live, again: false, isWhole: false), nil))
            } else {
                visits.append(visit)
            }
        } else if var scan = running {
            var (remoteName, unwatched) = (scan.remoteName, 0)
            scan.scan.advance(until: isOver) { folder in
                // Another file system may be mounted anywhere beneath the root.
                if watches.isRunning, let name = FileSystemKind.remoteName(of: folder) {
                    remoteName = remoteName ?? name
                } else if !watches.watch(folder, followingLink: folder == root.path) {
                    unwatched += 1
                }
            }
            scan.remoteName = remoteName
            scan.unwatchedFolders += unwatched
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
        let arrival = isRepeat ? Arrival.live : .backlog
        images.note(done.scan.passedOver)
        let result = ScanResult(of: done.scan, as: arrival, again: done.isRequested, isWhole: true)
        let (count, folders) = (result.candidateCount, result.folderCount)
        results.append((result, .scanned(root.path, images: count, folders: folders, took: duration)))
    }

    private func reportUnreadable(_ scan: FolderScan) {
        for trouble in scan.unreadable {
            reports.send(.unreadableFolder(trouble.folder, FolderRefusal(trouble.reason, at: trouble.folder)))
        }
    }
}
