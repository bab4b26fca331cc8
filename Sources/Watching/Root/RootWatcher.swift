import Concurrency
import Files
import SystemPackage

/// Watches one root: a single loop that takes changes, visits folders, looks at due files and sets its alarm.
///
/// Every root has an executor and an inotify descriptor of its own, so that neither a dead server nor a flood of
/// events in one folder touches the others.
actor RootWatcher {
    let index: Int
    let root: WatchedRoot
    let filter = NameFilter()
    let timing: WatchTiming
    let clock: any WatchClock
    let outlet: FolderOutlet
    let wake = WakeSignal()

    /// What is known of the root folder itself.
    enum Presence {
        case unknown
        case present(FileState)
        case missing
        /// The path leads to another folder than at the start.
        case elsewhere
    }

    var presence = Presence.unknown
    var nextRootCheck: Duration = .zero
    var nextLinkCheck: Duration = .zero
    var nextFolderCheck: Duration = .zero
    /// Nil while the root is missing or polled.
    var inotify: Inotify?
    var watches = WatchSet()
    var tracker: StabilityTracker
    /// Links to files, and those that lead nowhere yet: no event tells what happens at their other end.
    var links: Set<FilePath> = []
    /// New folders, each looked through at once.
    var visits: [FolderScan] = []
    var scan: RootScan?
    /// The next scan that nobody has asked for.
    var nextScan: Duration?
    /// A scan that is wanted, as soon as the running one has ended and the time has come.
    var wanted: (reason: RootScan.Reason, time: Duration)?
    var lastScanDuration: Duration = .zero
    var notices = NoticeBoard()

    private let executor: QueueExecutor
    private let beat: @Sendable (_ isFirstScanDone: Bool) -> Void
    private var isFirstScanDone = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A watcher of `root`; `beat` is called after each turn of its loop.
    init(
        index: Int,
        root: WatchedRoot,
        timing: WatchTiming,
        clock: any WatchClock,
        outlet: FolderOutlet,
        beat: @escaping @Sendable (_ isFirstScanDone: Bool) -> Void
    ) {
        self.index = index
        self.root = root
        self.timing = timing
        self.clock = clock
        self.outlet = outlet
        self.beat = beat
        tracker = StabilityTracker(quiet: root.quiet, timing: timing)
        executor = QueueExecutor(label: "segmentd.watching.root\(index)")
    }

    /// Watches until the task is cancelled.
    func run() async {
        let alarm = clock.makeAlarm { [wake] in wake.ring() }
        wake.ring()
        for await _ in wake.rings {
            takeTurn()
            alarm.set(nextAlarm)
            beat(isFirstScanDone)
        }
        alarm.cancel()
        disarm()
    }

    /// Asks for everything in the root again, also what was handed out before.
    func rescan() {
        want(.requested, at: clock.now)
        wake.ring()
    }

    /// Notes that the root has been looked through once, or is not there.
    func endFirstScan() {
        isFirstScanDone = true
    }

    /// Sends a notice unless it was sent and still holds.
    func report(_ notice: WatchNotice) {
        if notices.isNews(notice) { outlet.send(.notice(root: index, notice)) }
    }

    /// Whether the consumer takes another finished image; if not, the loop is woken when it does.
    func hasRoom(for arrival: Arrival) -> Bool {
        outlet.hasRoom(for: arrival, root: index, orRing: wake.ring)
    }

    private func takeTurn() {
        checkRoot()
        lookAtLinks()
        lookAtUnreadable()
        takeChanges()
        beginWantedScan()
        visitFolders()
        handOutFinished()
    }

    /// When the loop must run although nobody rings.
    private var nextAlarm: Duration? {
        var times = [nextRootCheck]
        // What lasts is looked at on a timer of its own, while there is any.
        if !links.isEmpty { times.append(nextLinkCheck) }
        if !notices.unreadableFolders.isEmpty { times.append(nextFolderCheck) }
        if case .present = presence {
            times += [nextScan, wanted?.time].compactMap(\.self)
        }
        for arrival in Arrival.allCases {
            // Where the consumer has no room, it rings when it has.
            if let time = tracker.nextDeadline(arrival), hasRoom(for: arrival) {
                times.append(time)
            }
        }
        return times.min()
    }
}
