package import Files
import Synchronization
package import SystemPackage

/// Watches acquisition folders and tells which images are finished.
///
/// Events are hints, the scan is the truth: start, lost events, new folders, a root that comes back, a timer and a
/// request all end in the same scan.
package final class FolderWatcher: Sendable {
    /// What is found; for one consumer. Ends when `run` ends.
    package let events: FolderEvents
    private let roots: [RootWatcher]
    private let outlet: FolderOutlet
    private let loops: LoopsBox

    /// A watcher of `roots`, which may overlap; nothing happens before `run`. Scans look at files by `calls`.
    package init(
        roots: [WatchedRoot],
        timing: WatchTiming = .standard,
        clock: any WatchClock = MonotonicClock(),
        calls: FileCalls = FileCalls()
    ) {
        let outlet = FolderOutlet(capacity: timing.eventCapacity)
        let loops = LoopsBox(count: roots.count)
        self.roots = roots.enumerated().map { index, root in
            RootWatcher(
                index: index,
                root: root,
                timing: timing,
                clock: clock,
                outlet: outlet,
                calls: calls
            ) { isScanned in
                if loops.beat(index, isScanned: isScanned) { outlet.send(.ready) }
            }
        }
        self.outlet = outlet
        self.loops = loops
        events = outlet.events
    }

    /// Watches until the task is cancelled.
    package func run() async {
        WriterProbe.ignoreLeaseSignal()
        if loops.isReadyWithoutRoots { outlet.send(.ready) }
        await withDiscardingTaskGroup { group in
            for root in roots {
                group.addTask { await root.run() }
            }
        }
        outlet.finish()
    }

    /// Hands out every image of a root again, as backlog, once it is (still) finished.
    package func rescan(_ root: Int) async {
        await roots[root].rescan()
    }

    /// Has images of the backlog left out that need no work: a scan asks for each, with its state as the scan found it,
    /// before anything else is done about it. They are handed out when they change.
    package func leaveOut(where isSettled: @escaping @Sendable (_ root: Int, FilePath, FileState) -> Bool) {
        outlet.leaveOut(where: isSettled)
    }

    /// What is known of the image at `path` in a root.
    package func knowledge(of path: FilePath, in root: Int) async -> ImageKnowledge {
        await roots[root].knowledge(of: path)
    }

    /// A root as it is watched.
    package func root(_ index: Int) -> WatchedRoot { roots[index].root }

    /// Takes back an image that was handed out, where it turns out not to be finished: it is handed out again, not
    /// early, once it has been left alone for some time. Where something happened to it meanwhile, that decides.
    ///
    /// - Parameters:
    ///   - state: how it was found.
    ///   - isIncomplete: whether what it holds is not whole; otherwise it is only not as it was when it was handed out.
    package func handBack(_ path: FilePath, root: Int, state: FileState, isIncomplete: Bool) {
        roots[root].handBack(HandedBackImage(path: path, state: state, isIncomplete: isIncomplete))
    }

    /// For a consumer that has enough of the backlog for now: no more of it is handed out until it is let go again.
    /// Live images come in either case, and nothing is lost.
    package func holdBacklog(_ isHeld: Bool) {
        outlet.holdBacklog(isHeld)
    }

    /// Holds the backlog of one root, or lets it go, whatever holds for all.
    package func holdBacklog(_ isHeld: Bool, ofRoot root: Int) {
        outlet.holdBacklog(isHeld, ofRoot: root)
    }

    /// Asks every loop for a sign of life.
    package func askForBeat() {
        loops.ask()
        for root in roots { root.ring() }
    }

    /// The roots whose loops have given no sign since `askForBeat`: none within a second or so, unless a file system
    /// call hangs.
    package var silentRoots: Set<Int> { loops.silent }

    /// How many turns the loops have taken; as long as a first scan gets on, it grows.
    package var turnCount: Int { loops.turns }

    /// Whether the first scan of every root is done.
    package var isReady: Bool { loops.isReady }
}

/// What the loops have in common, behind a lock.
private final class LoopsBox: Sendable {
    private struct Loops {
        /// Those that have not taken a turn since they were asked to.
        var silent: Set<Int> = []
        /// Those whose first scan has not ended.
        var unscanned: Set<Int>
        var isReady = false
        var turns = 0
    }

    private let count: Int
    private let loops: Mutex<Loops>

    init(count: Int) {
        self.count = count
        loops = Mutex(Loops(unscanned: Set(0..<count)))
    }

    var isReadyWithoutRoots: Bool { count == 0 }
    var silent: Set<Int> { loops.withLock { $0.silent } }
    var turns: Int { loops.withLock { $0.turns } }
    var isReady: Bool { isReadyWithoutRoots || loops.withLock { $0.isReady } }

    func ask() {
        loops.withLock { $0.silent = Set(0..<count) }
    }

    /// Notes a turn of a loop; true where it completes the first scan of all roots.
    func beat(_ index: Int, isScanned: Bool) -> Bool {
        loops.withLock {
            $0.silent.remove(index)
            $0.turns += 1
            if isScanned { $0.unscanned.remove(index) }
            guard $0.unscanned.isEmpty, !$0.isReady else { return false }
            $0.isReady = true
            return true
        }
    }
}
