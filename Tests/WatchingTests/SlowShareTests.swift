import Files
import Foundation
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Watching

/// A file system on which each look at a file takes a millisecond, by a clock that moves with the looks alone.
private final class SlowShare: Sendable {
    private struct State {
        var watcher: FolderWatcher?
        var looks = 0
        var looksSinceBeat = 0
        var longestSilence = 0
        var isAwaited = false
    }

    private let clock: ManualClock
    private let cost: Duration
    /// Called once, in the middle of things.
    private let middle: (look: Int, action: @Sendable () -> Void)
    private let state = Mutex(State())

    init(_ clock: ManualClock, cost: Duration, at look: Int, _ action: @escaping @Sendable () -> Void) {
        self.clock = clock
        self.cost = cost
        middle = (look, action)
    }

    var calls: FileCalls {
        FileCalls { [self] call throws(Errno) in if call == .state { look() } }
    }

    /// The most looks that the watcher took without a sign of life.
    var longestSilence: Int { state.withLock(\.longestSilence) }
    var looks: Int { state.withLock(\.looks) }

    func ask(_ watcher: FolderWatcher) { state.withLock { $0.watcher = watcher } }

    /// What the action was to bring about has come.
    func endWaiting() { state.withLock { $0.isAwaited = false } }

    private func look() {
        clock.advance(by: cost)
        let (isMiddle, isAwaited) = state.withLock { state in
            state.looks += 1
            state.looksSinceBeat += 1
            if let watcher = state.watcher, watcher.silentRoots.isEmpty {
                state.looksSinceBeat = 0
                watcher.askForBeat()
            }
            state.longestSilence = max(state.longestSilence, state.looksSinceBeat)
            if state.looks == middle.look { state.isAwaited = true }
            return (state.looks == middle.look, state.isAwaited)
        }
        if isMiddle { middle.action() }
        // The kernel's word of it comes by another thread, in its own time.
        if isAwaited { usleep(5_000) }
    }
}

/// The time limit is for lost events only.
@Suite("Slow shares", .timeLimit(.minutes(1)))
struct SlowShareTests {
    @Test("a folder of any size is looked through in slices: signs of life and new images come in between")
    func slices() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in && for i in $(seq 1000); do printf data > in/$i.tif; done")
        let root = folder.root
        let clock = ManualClock()
        let share = SlowShare(clock, cost: .milliseconds(1), at: 200) {
            _ = FileManager.default.createFile(atPath: root.appending("live.tif").string, contents: Data("data".utf8))
        }
        let watcher = FolderWatcher(
            roots: [WatchedRoot(path: folder.root)],
            timing: .standard,
            clock: clock,
            calls: share.calls
        )
        share.ask(watcher)
        var isLiveFirst: Bool?
        var images: Set<FilePath> = []
        await withTaskGroup { group in
            group.addTask { await watcher.run() }
            for await event in watcher.events {
                switch event {
                case .finished(let image):
                    images.insert(image.path)
                    if image.arrival == .live {
                        share.endWaiting()
                        isLiveFirst = isLiveFirst ?? true
                    }
                case .notice(_, .scanned): isLiveFirst = isLiveFirst ?? false
                default: break
                }
                if images.count == 1_001 { break }
            }
            group.cancelAll()
        }
        #expect(isLiveFirst == true)
        #expect(share.looks >= 1_000)
        #expect(share.longestSilence <= 20)
        withExtendedLifetime(folder) {}
    }
}
