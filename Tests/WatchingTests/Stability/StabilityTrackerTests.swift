import Files
import SystemPackage
import Testing
import Watching

/// What happens to one file, in seconds of virtual time, and when it must be handed out.
struct TrackerCase: CustomTestStringConvertible {
    enum Step {
        /// An event after which the file had this size; the flags are those of `changed`.
        case event(Double, size: Int64, written: Bool, closed: Bool)
        /// A scan found it with this size.
        case listed(Double, size: Int64, again: Bool)
        /// From this time on a look shows this.
        case looks(Double, size: Int64, WriterPresence)
        case gone(Double)

        var time: Double {
            switch self {
            case .event(let time, _, _, _), .listed(let time, _, _), .looks(let time, _, _), .gone(let time): time
            }
        }
    }

    var testDescription: String
    var quiet: Double
    var steps: [Step]
    /// The times of handing out, with what was waited.
    var finished: [[Double]]

    static let all: [TrackerCase] = [
        .init(
            testDescription: "copied",
            quiet: 2,
            steps: [
                .looks(0, size: 9, .none), .event(1, size: 5, written: true, closed: false),
                .event(2, size: 9, written: true, closed: true),
            ],
            finished: [[4, 2]]
        ),
        .init(
            testDescription: "pages: closed is not complete",
            quiet: 2,
            steps: [
                .looks(0, size: 1, .none), .event(0, size: 1, written: true, closed: true),
                .event(1.5, size: 2, written: true, closed: true), .looks(1.5, size: 2, .none),
                .event(3, size: 3, written: true, closed: true), .looks(3, size: 3, .none),
            ],
            finished: [[5, 2]]
        ),
        .init(
            testDescription: "kept open: asked again with growing pauses",
            quiet: 2,
            steps: [
                .looks(0, size: 9, .present), .event(0, size: 9, written: true, closed: false),
                .looks(9, size: 9, .none),
            ],
            // Looked at after 2, 4, 6 (pauses of the quiet time at least) and 10.
            finished: [[10, 10]]
        ),
        .init(
            testDescription: "size changes without an event",
            quiet: 2,
            steps: [
                .looks(0, size: 5, .unknown), .event(0, size: 5, written: true, closed: true),
                .looks(1, size: 6, .unknown), .looks(3, size: 7, .unknown),
            ],
            // Looked at after 2 (another size), 4 (another size), and 6: not closed, but as quiet as any.
            finished: [[6, 2]]
        ),
        .init(
            testDescription: "backlog waits once",
            quiet: 2,
            steps: [.looks(0, size: 5, .none), .listed(1, size: 5, again: false), .listed(2, size: 5, again: false)],
            finished: [[3, 2]]
        ),
        .init(
            testDescription: "scans see it grow",
            quiet: 2,
            steps: [
                .looks(0, size: 5, .unknown), .listed(0, size: 5, again: false), .listed(1, size: 6, again: false),
                .looks(1, size: 6, .unknown),
            ],
            finished: [[3, 2]]
        ),
        .init(
            testDescription: "handed out again only when asked, at once",
            quiet: 2,
            steps: [
                .looks(0, size: 5, .none), .listed(0, size: 5, again: false), .listed(5, size: 5, again: false),
                .listed(6, size: 5, again: true),
            ],
            finished: [[2, 2], [6, 0]]
        ),
        .init(
            testDescription: "asked again while somebody writes",
            quiet: 2,
            steps: [
                .looks(0, size: 5, .none), .listed(0, size: 5, again: false), .looks(6, size: 5, .present),
                .listed(6, size: 5, again: true), .looks(7, size: 5, .none),
            ],
            finished: [[2, 2], [8, 2]]
        ),
        .init(
            testDescription: "an event that changed nothing",
            quiet: 2,
            steps: [
                .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                .event(1, size: 5, written: false, closed: true), .event(5, size: 5, written: false, closed: true),
            ],
            finished: [[2, 2]]
        ),
        .init(
            testDescription: "events that come after the look",
            quiet: 2,
            steps: [
                .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                .event(5, size: 5, written: true, closed: true),
            ],
            finished: [[2, 2]]
        ),
        .init(
            testDescription: "gone before it was finished",
            quiet: 2,
            steps: [.looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true), .gone(1)],
            finished: []
        ),
        .init(
            testDescription: "no quiet time: closed",
            quiet: 0,
            steps: [.looks(0, size: 5, .unknown), .event(1, size: 5, written: true, closed: true)],
            finished: [[1, 0]]
        ),
        .init(
            testDescription: "no quiet time: nothing tells whether it is closed",
            quiet: 0,
            steps: [.looks(0, size: 5, .unknown), .event(1, size: 5, written: true, closed: false)],
            finished: [[3, 2]]
        ),
        .init(
            testDescription: "no quiet time: the kernel knows that nobody writes",
            quiet: 0,
            steps: [.looks(0, size: 5, .none), .event(1, size: 5, written: false, closed: false)],
            finished: [[1, 0]]
        ),
        .init(
            testDescription: "no quiet time: empty",
            quiet: 0,
            steps: [.looks(0, size: 0, .none), .event(1, size: 0, written: true, closed: true)],
            finished: [[3, 2]]
        ),
    ]
}

@Suite("Stability tracker")
struct StabilityTrackerTests {
    private let path: FilePath = "/in/x.tif"

    @Test("hands a file out at the right time", arguments: TrackerCase.all)
    func timing(_ testCase: TrackerCase) {
        var tracker = StabilityTracker(quiet: .seconds(testCase.quiet))
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
                }
            }
            for arrival in Arrival.allCases {
                for due in tracker.due(arrival, at: .seconds(now), limit: 10) {
                    if case .finished(_, let waited) = tracker.looked(due, look, at: .seconds(now)) {
                        finished.append([now, waited / .seconds(1)])
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
        var tracker = StabilityTracker(quiet: .seconds(1))
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
        var tracker = StabilityTracker(quiet: .seconds(1))
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
        var tracker = StabilityTracker(quiet: .zero)
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
        var tracker = StabilityTracker(quiet: .seconds(2))
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
