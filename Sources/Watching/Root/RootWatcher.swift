import CLinux
import Concurrency
import Files
import Synchronization
import SystemPackage

/// Watches one root: a single loop that looks at the root, takes in changes, visits folders, looks at due files and sets
/// its alarm.
///
/// Every root has an executor and an inotify descriptor of its own, so that neither a dead server nor a flood of
/// events in one folder touches the others.
actor RootWatcher {
    nonisolated let root: WatchedRoot
    private var filter: NameFilter { root.filter }
    private let timing: WatchTiming
    private let clock: any WatchClock
    private let wake = WakeSignal()
    private let reports: RootReports
    private let executor: QueueExecutor
    private let beat: @Sendable (_ isFirstScanDone: Bool) -> Void

    private var presence: RootPresence
    private var watches = FolderWatches()
    private var scans: RootScans
    private var images: RootImages
    /// Changes that there was no time for yet.
    private var changes: ArraySlice<FolderChange> = []
    private let handedBack = Mutex<[HandedBackImage]>([])

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A watcher of `root`; `beat` is called after each turn of its loop.
    init(
        index: Int,
        root: WatchedRoot,
        timing: WatchTiming,
        clock: any WatchClock,
        outlet: FolderOutlet,
        calls: FileCalls,
        beat: @escaping @Sendable (_ isFirstScanDone: Bool) -> Void
    ) {
        let reports = RootReports(index: index, outlet: outlet, ring: wake.ring)
        self.root = root
        self.timing = timing
        self.clock = clock
        self.reports = reports
        self.beat = beat
        executor = QueueExecutor(label: "segmentd.watching.root\(index)")
        presence = RootPresence(of: root, every: timing.rootCheck)
        scans = RootScans(of: root, timing: timing, clock: clock, reports: reports, calls: calls)
        images = RootImages(of: root, timing: timing, reports: reports)
    }

    /// Watches until the task is cancelled, or `end` was called.
    func run() async {
        let alarm = clock.makeAlarm { [wake] in wake.ring() }
        wake.ring()
        for await _ in wake.rings {
            runTurn()
            alarm.set(nextTime)
            beat(scans.isFirstDone)
        }
        alarm.cancel()
        disarm()
    }

    /// Ends the loop after its present turn; waits for nothing.
    nonisolated func end() {
        wake.end()
    }

    /// Asks the loop for a turn, and so for a beat.
    nonisolated func ring() {
        wake.ring()
    }

    /// Asks for everything in the root again, also what was handed out before.
    func rescan() {
        scans.want(.requested)
        wake.ring()
    }

    /// What is known of an image.
    func knowledge(of path: FilePath) -> ImageKnowledge { images.knowledge(of: path, at: clock.now) }

    /// Takes back an image that was handed out; waits for nothing.
    nonisolated func handBack(_ image: HandedBackImage) {
        handedBack.withLock { $0.append(image) }
        wake.ring()
    }

    private func runTurn() {
        lookAtRoot()
        if presence.isPresent {
            images.lookAtLinks(at: clock.now)
            scans.lookAtUnreadable()
        }
        for image in handedBack.withLock({ images in
            defer { images = [] }
            return images
        }) {
            images.handBack(image, at: clock.now)
        }
        noteChanges()
        if presence.isPresent { scans.beginIfDue() }
        if scans.advance(&watches, &images, until: endOfSlice()) { wake.ring() }
        images.handOutFinished(clock, until: endOfSlice())
    }

    /// Asked again and again, says whether the loop has been busy for long enough with one thing.
    private func endOfSlice() -> () -> Bool {
        let (end, clock) = (clock.now + timing.slice, clock)
        return { clock.now > end }
    }

    /// When the loop must run although nobody rings.
    private var nextTime: Duration? {
        ([presence.nextLook] + scans.nextTimes(isPresent: presence.isPresent) + images.nextTimes).min()
    }

    // MARK: The root itself

    private func lookAtRoot() {
        switch presence.look(at: clock.now) {
        case .asBefore: return
        case .appeared: arm()
        case .lost(let notice): lose(notice)
        case .absent(let notice):
            if let notice { lose(notice) }
            // Its last events may not have been read any more.
            images.forgetAll()
        }
    }

    /// Begins to watch, with inotify where it is of use.
    private func arm() {
        disarm()
        reports.send(.recovered(root.path))
        let remoteReason =
            root.polling == .always
            ? "so it is configured" : FileSystemKind.remoteName(of: root.path).map(FileSystemKind.reasonToPoll)
        // Where the kernel only lacks resources, nothing is written elsewhere: it can still tell who has a file open.
        images.setQuiet(isWrittenElsewhere: remoteReason != nil)
        if let reason = remoteReason ?? startWatches() {
            reports.send(.polled(root.path, every: timing.poll, reason: reason))
        }
        scans.want(.arming)
    }

    /// Starts inotify, or says why it cannot be.
    private func startWatches() -> String? {
        do throws(WatchingError) {
            try watches.start(capacity: timing.changeCapacity, clock: clock, ring: wake.ring)
            return nil
        } catch {
            return error.description
        }
    }

    private func lose(_ notice: WatchNotice) {
        disarm()
        reports.send(notice)
        scans.skipFirst()
    }

    private func disarm() {
        watches.stop()
        changes = []
        images.forgetLinks()
        scans.stop()
    }

    // MARK: Changes: hints where to look, nothing more

    private func noteChanges() {
        if changes.isEmpty {
            let drained = watches.drainChanges()
            if drained.overflowed {
                reports.send(.overflow(root.path))
                scans.wantAfterOverflow()
            }
            changes = drained.changes[...]
        }
        let isOver = endOfSlice()
        while let change = changes.popFirst() {
            note(change)
            if isOver() { break }
        }
        if !changes.isEmpty { wake.ring() }
    }

    private func note(_ change: FolderChange) {
        // Events of a watch that was given up may still be under way.
        guard let folder = watches.folder(of: change) else { return }
        guard let name = change.name else {
            noteFate(of: folder, change)
            return
        }
        let path = folder.appending(name)
        func isEntered() -> Bool { root.enters(path, named: name, filter: filter) }
        if change.isFolder, isEntered() { noteFolder(path, change) }
        if let doneFile = root.doneFile, change.isClosed || change.has(IN_CREATE.bits) {
            images.noteMarkers(doneFile.images(of: name, in: folder, filter: filter), at: change.time)
        }
        // A name may have been a folder and a file in turn.
        if filter.acceptsFile(name) {
            images.noteEvent(path, isWritten: change.isWritten, isClosed: change.isClosed, at: change.time)
        } else if change.has(IN_CREATE.bits | IN_MOVED_TO.bits), isEntered(),
            case .passedOver(let reason) = FileStatus(ofCandidate: path, beneath: root.place), reason.isFolder
        {
            reports.send(.passedOver(path, reason))
        }
    }

    /// The watched folder itself was deleted, moved, or its file system unmounted.
    private func noteFate(of folder: FilePath, _ change: FolderChange) {
        if change.isEnd { watches.forget(change.watch) }
        if folder == root.path {
            guard change.isEnd || change.has(IN_DELETE_SELF.bits | IN_MOVE_SELF.bits | IN_UNMOUNT.bits) else { return }
            presence.doubt()
            wake.ring()
        } else if change.has(IN_UNMOUNT.bits) {
            // What lies beneath a mount point shows again.
            scans.visit(folder)
        }
    }

    /// A folder came, went, or changed its permissions.
    private func noteFolder(_ folder: FilePath, _ change: FolderChange) {
        switch FileStatus(of: folder) {
        case .folder:
            let cameOrWent = change.has(IN_CREATE.bits | IN_MOVED_TO.bits | IN_MOVED_FROM.bits | IN_DELETE.bits)
            // A change of permissions matters where the folder could not be watched so far.
            if cameOrWent || !watches.contains(folder) { scans.visit(folder) }
        case .missing, .regular, .linked, .link, .passedOver:
            watches.unwatchTree(folder)
            images.forgetAll(beneath: folder)
        case .failed:
            return
        }
    }
}
