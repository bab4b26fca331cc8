import Files
import SystemPackage
import Testing
import Watching

@Suite("Stability tracker")
struct StabilityTrackerTests {
    private let path: FilePath = "/in/x.tif"

    @Test("hands a file out at the right time", arguments: TrackerCase.all)
    func timing(_ testCase: TrackerCase) {
        var tracker = StabilityTracker(wait: FolderWait(fixed: testCase.quiet.map { .seconds($0) }))
        var steps = testCase.steps[...]
        var look = FileLook.missing
        var finished: [[Double]] = []
        // The loop that a watcher runs, in quarters of a second.
        for quarter in 0..<200 {
            let now = Double(quarter) / 4
            while let step = steps.first, step.time <= now {
                steps.removeFirst()
                switch step {
                case .event(let time, let size, let written, let closed):
                    tracker.changed(
                        path,
                        state: state(size),
                        isWritten: written,
                        isClosed: closed,
                        at: .seconds(time)
                    )
                case .listed(let time, let size, let again):
                    tracker.listed(path, state: state(size), arrival: .backlog, again: again, at: .seconds(time))
                case .looks(_, let size, let writer):
                    look = .file(state(size), writer)
                case .gone:
                    look = .missing
                case .back(_, let size, let isIncomplete):
                    tracker.handBack(path, state: state(size), isIncomplete: isIncomplete, at: .seconds(now))
                }
            }
            for arrival in Arrival.allCases {
                for due in tracker.due(arrival, at: .seconds(now), limit: 10) {
                    if case .finished(_, let waited, let isEarly) = tracker.looked(due, look, at: .seconds(now)) {
                        finished.append([now, waited / .seconds(1)] + (isEarly ? [1] : []))
                    }
                }
            }
        }
        #expect(finished == testCase.finished)
        #expect(tracker.waitingCount == 0)
        #expect(Arrival.allCases.allSatisfy { tracker.nextDeadline($0) == nil })
    }

    @Test("keeps the order of arrival, and takes no more than asked")
    func order() {
        var tracker = StabilityTracker(wait: FolderWait(fixed: .seconds(1)))
        let paths = (0..<50).map { FilePath("/in/\(($0 * 37) % 50).tif") }
        for path in paths {
            tracker.listed(path, state: state(1), arrival: .backlog, again: false, at: .seconds(0))
        }
        let tooEarly = tracker.due(.backlog, at: .milliseconds(999), limit: 10)
        #expect(tooEarly.isEmpty)
        let otherArrival = tracker.due(.live, at: .seconds(9), limit: 10)
        #expect(otherArrival.isEmpty)
        let first = tracker.due(.backlog, at: .seconds(1), limit: 10)
        #expect(first == Array(paths[..<10]))
        let rest = tracker.due(.backlog, at: .seconds(1), limit: 100)
        #expect(rest == Array(paths[10...]))
    }

    @Test("a backlog file that changes becomes live")
    func becomesLive() {
        var tracker = StabilityTracker(wait: FolderWait(fixed: .seconds(1)))
        tracker.listed(path, state: state(1), arrival: .backlog, again: false, at: .seconds(0))
        tracker.changed(path, state: state(2), isWritten: true, isClosed: true, at: .seconds(0.5))
        let backlog = tracker.due(.backlog, at: .seconds(9), limit: 1)
        #expect(backlog.isEmpty)
        let live = tracker.due(.live, at: .seconds(9), limit: 1)
        #expect(live == [path])
        #expect(
            tracker.looked(path, .file(state(2), .none), at: .seconds(9))
                == .finished(.live, waited: .seconds(8.5))
        )
    }

    @Test("says what it forgot")
    func forgetting() {
        var tracker = StabilityTracker(wait: FolderWait(fixed: .zero))
        tracker.changed(path, state: state(1), isWritten: true, isClosed: true, at: .zero)
        #expect(tracker.knownPaths == [path])
        let due = tracker.due(.live, at: .zero, limit: 1)
        #expect(due == [path])
        _ = tracker.looked(path, .file(state(1), .none), at: .zero)
        let wasFinished = tracker.forget(path)
        #expect(wasFinished)
        let isStillKnown = tracker.forget(path)
        #expect(!isStillKnown)
        tracker.changed(path, state: state(1), isWritten: true, isClosed: true, at: .zero)
        _ = tracker.due(.live, at: .zero, limit: 1)
        let outcome = tracker.looked(path, .missing, at: .zero)
        #expect(outcome == .gone(wasFinished: false))
        #expect(tracker.knownPaths.isEmpty)
    }

    @Test("a writer's million events do not fill the queue")
    func manyEvents() {
        var tracker = StabilityTracker(wait: FolderWait(fixed: .seconds(2)))
        for event in 0..<10_000 {
            tracker.changed(
                path,
                state: state(Int64(event)),
                isWritten: true,
                isClosed: false,
                at: .milliseconds(event)
            )
        }
        // The first entry, moved on once.
        let early = tracker.due(.live, at: .seconds(11), limit: 10)
        #expect(early.isEmpty)
        #expect(tracker.nextDeadline(.live) == .milliseconds(9_999 + 2_000))
        let due = tracker.due(.live, at: .seconds(12), limit: 10)
        #expect(due == [path])
        #expect(tracker.nextDeadline(.live) == nil)
    }

    @Test("a change of attributes alone proves nothing, and makes nobody wait")
    func attributes() {
        var tracker = StabilityTracker(wait: FolderWait(fixed: nil))
        var other = state(1)
        other.changeNanoseconds += 1
        other.identity.modificationSeconds += 1
        for (state, time) in [(state(1), Duration.zero), (other, .seconds(1))] {
            tracker.changed(path, state: state, isWritten: false, isClosed: state != other, at: time)
            let due = tracker.due(.live, at: time, limit: 1)
            #expect(due == [path])
            #expect(
                tracker.looked(path, .file(state, .unknown), at: time) == .finished(.live, waited: .zero, isEarly: true)
            )
        }
        #expect(tracker.wait.learned == .zero)
    }

    @Test("with markers, a file without one is left alone until it is heard of again")
    func markers() {
        var tracker = StabilityTracker(wait: FolderWait(fixed: .zero), hasMarkers: true)
        tracker.changed(path, state: state(0), isWritten: true, isClosed: false, at: .zero)
        let first = tracker.due(.live, at: .zero, limit: 1)
        #expect(first == [path])
        tracker.setAside(path)
        #expect(tracker.nextDeadline(.live) == nil && tracker.knownPaths.isEmpty)
        tracker.changed(path, state: state(0), isWritten: false, isClosed: true, at: .seconds(1))
        let second = tracker.due(.live, at: .seconds(1), limit: 1)
        #expect(second == [path])
        let outcome = tracker.looked(path, .file(state(0), .unknown), at: .seconds(1))
        #expect(outcome == .finished(.live, waited: .zero))
    }

    private func state(_ size: Int64) -> FileState {
        FileState(
            identity: FileIdentity(size: size, modificationSeconds: 3, modificationNanoseconds: 4),
            device: 1,
            inode: 2,
            changeSeconds: 5,
            changeNanoseconds: 6
        )
    }
}
