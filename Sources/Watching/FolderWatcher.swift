package import Files
import Synchronization
package import SystemPackage

/// Watches acquisition folders and tells which images are finished.
///
/// Events are hints, the scan is the truth: start, lost events, new folders, a root that comes back, a timer and a
/// request all end in the same scan.
///
/// Roots have numbers, those of the start from 0; what is asked about a number that is not watched (any more) does nothing.
package final class FolderWatcher: Sendable {
    /// What is found; for one consumer. Ends when `run` ends.
    package let events: FolderEvents
    private let roots = Mutex<[Int: RootWatcher]>([:])
    private let outlet: FolderOutlet
    private let loops = LoopsBox()
    private let timing: WatchTiming
    private let clock: any WatchClock
    private let calls: FileCalls
    /// Those whose loops are to be run.
    private let (beginnings, beginning) = AsyncStream.makeStream(of: RootWatcher.self)

    /// A watcher of `roots`, which may overlap; nothing happens before `run`. Scans look at files by `calls`.
    package init(
        roots: [WatchedRoot],
        timing: WatchTiming = .standard,
        clock: any WatchClock = MonotonicClock(),
        calls: FileCalls = FileCalls()
    ) {
        outlet = FolderOutlet(capacity: timing.eventCapacity)
        events = outlet.events
        (self.timing, self.clock, self.calls) = (timing, clock, calls)
        for (number, root) in roots.enumerated() { add(root, as: number) }
    }

    /// Watches one more root, under a number that no other has or had.
    package func add(_ root: WatchedRoot, as number: Int) {
        loops.add(number)
        let watcher = RootWatcher(
            index: number,
            root: root,
            timing: timing,
            clock: clock,
            outlet: outlet,
            calls: calls
        ) { [loops, outlet] isScanned in
            if loops.beat(number, isScanned: isScanned) { outlet.send(.ready) }
        }
        roots.withLock { $0[number] = watcher }
        beginning.yield(watcher)
    }

    /// Watches a root no longer. It waits for nothing: events of it may still be under way, and a call on its files.
    package func remove(_ number: Int) {
        roots.withLock { $0.removeValue(forKey: number) }?.end()
        outlet.forget(number)
        if loops.remove(number) { outlet.send(.ready) }
    }

    /// Watches until the task is cancelled.
    package func run() async {
        WriterProbe.ignoreLeaseSignal()
        if loops.isReadyWithoutRoots { outlet.send(.ready) }
        await withDiscardingTaskGroup { group in
            for await root in beginnings {
                group.addTask { await root.run() }
            }
        }
        outlet.finish()
    }

    /// Hands out every image of a root again, as backlog, once it is (still) finished.
    package func rescan(_ root: Int) async {
        await watcher(of: root)?.rescan()
    }

    /// Has images of the backlog left out that need no work: a scan asks for each, with its state as the scan found it,
    /// before anything else is done about it. They are handed out when they change.
    package func leaveOut(where isSettled: @escaping @Sendable (_ root: Int, FilePath, FileState) -> Bool) {
        outlet.leaveOut(where: isSettled)
    }

    /// What is known of the image at `path` in a root.
    package func knowledge(of path: FilePath, in root: Int) async -> ImageKnowledge? {
        await watcher(of: root)?.knowledge(of: path)
    }

    /// A root as it is watched; nil where it is not.
    package func root(_ number: Int) -> WatchedRoot? { watcher(of: number)?.root }

    private func watcher(of number: Int) -> RootWatcher? { roots.withLock { $0[number] } }

    /// Takes back an image that was handed out, where it turns out not to be finished: it is handed out again, not
    /// early, once it has been left alone for some time. Where something happened to it meanwhile, that decides.
    ///
    /// - Parameters:
    ///   - state: how it was found.
    ///   - isIncomplete: whether what it holds is not whole; otherwise it is only not as it was when it was handed out.
    package func handBack(_ path: FilePath, root: Int, state: FileState, isIncomplete: Bool) {
        watcher(of: root)?.handBack(HandedBackImage(path: path, state: state, isIncomplete: isIncomplete))
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
        for root in roots.withLock({ Array($0.values) }) { root.ring() }
    }

    /// The roots whose loops have given no sign since `askForBeat`: none within a second or so, unless a file system
    /// call hangs.
    package var silentRoots: Set<Int> { loops.silent }

    /// How many turns the loops have taken; as long as a first scan gets on, it grows.
    package var turnCount: Int { loops.turns }

    /// Whether the first scan of every root was done once.
    package var isReady: Bool { loops.isReady }

    /// Whether the first scans of these roots are done; those that are missing have nothing to be scanned.
    package func isScanned(_ roots: [Int]) -> Bool { loops.isScanned(roots) }
}

/// What the loops have in common, behind a lock.
private final class LoopsBox: Sendable {
    private struct Loops {
        var numbers: Set<Int> = []
        /// Those that have not taken a turn since they were asked to.
        var silent: Set<Int> = []
        /// Those whose first scan has not ended.
        var unscanned: Set<Int> = []
        var isReady = false
        var turns = 0

        mutating func becomesReady() -> Bool {
            guard unscanned.isEmpty, !isReady else { return false }
            isReady = true
            return true
        }
    }

    private let loops = Mutex(Loops())

    var isReadyWithoutRoots: Bool { loops.withLock { $0.numbers.isEmpty } }
    var silent: Set<Int> { loops.withLock { $0.silent } }
    var turns: Int { loops.withLock { $0.turns } }
    var isReady: Bool { isReadyWithoutRoots || loops.withLock { $0.isReady } }

    func add(_ number: Int) {
        loops.withLock {
            $0.numbers.insert(number)
            $0.unscanned.insert(number)
        }
    }

    /// Forgets a loop; true where the others have ended the first scan of all.
    func remove(_ number: Int) -> Bool {
        loops.withLock {
            $0.numbers.remove(number)
            $0.silent.remove(number)
            $0.unscanned.remove(number)
            return $0.becomesReady()
        }
    }

    func isScanned(_ numbers: [Int]) -> Bool { loops.withLock { $0.unscanned.isDisjoint(with: numbers) } }

    func ask() {
        loops.withLock { $0.silent = $0.numbers }
    }

    /// Notes a turn of a loop; true where it completes the first scan of all roots.
    func beat(_ index: Int, isScanned: Bool) -> Bool {
        loops.withLock {
            $0.silent.remove(index)
            $0.turns += 1
            if isScanned { $0.unscanned.remove(index) }
            return $0.becomesReady()
        }
    }
}
