import Files
import Synchronization
package import SystemPackage
package import Watching

/// Measures what comes in and goes out, and knows what is in work: for all who ask, at any moment.
///
/// Time is monotonic and stands still while the machine sleeps.
package final class FlowMeter: Sendable {
    /// An image in work.
    package struct Work: Sendable, Equatable {
        /// The number of its folder.
        package let folder: Int
        /// Where it lies.
        package let path: FilePath
        /// When its work began, by the meter's clock.
        package let begin: Duration
    }

    /// What became of the images of one folder.
    package struct Tally: Sendable, Equatable {
        /// Results that were written, one for each recipe.
        package var done = 0
        /// Failures that were laid down, one for each recipe.
        package var failed = 0
        /// New images that came out of the watcher.
        package var arrived = 0
        /// How often the kernel lost events.
        package var overflows = 0
        /// Whether it is looked through on a timer alone.
        package var isPolled = false
    }

    private struct State {
        var window: FlowWindow
        /// By path; each image is worked on once at a time.
        var works: [FilePath: Work] = [:]
        /// By the number of the folder.
        var tallies: [Int: Tally] = [:]
        var workers = 1
    }

    private let clock: any WatchClock
    private let begin: Duration
    private let state: Mutex<State>

    /// A meter that starts now.
    package init(clock: any WatchClock = MonotonicClock()) {
        self.clock = clock
        begin = clock.now
        state = Mutex(State(window: FlowWindow(begin: begin)))
    }

    /// How long it has measured.
    package var uptime: Duration { clock.now - begin }

    /// What is in work now, the longest first.
    package var works: [Work] { state.withLock { Array($0.works.values) }.sorted { $0.begin < $1.begin } }

    /// For how long an image has been in work; nil where it is not.
    package func work(on path: FilePath) -> Duration? {
        state.withLock { $0.works[path] }.map { clock.now - $0.begin }
    }

    /// What became of the images of a folder since the start.
    package func tally(of folder: Int) -> Tally { state.withLock { $0.tallies[folder] ?? Tally() } }

    /// A folder has ended; the one that goes on in its place, if any, takes over what became of its images.
    package func end(folder: Int, as successor: Int?) {
        state.withLock { state in
            let tally = state.tallies.removeValue(forKey: folder)
            if let successor { state.tallies[successor] = tally }
        }
    }

    /// How many images can be worked on at once.
    package var workers: Int {
        get { state.withLock { $0.workers } }
        set { state.withLock { $0.workers = max(1, newValue) } }
    }

    /// An image came out of the watcher.
    package func arrive(_ arrival: Arrival, in folder: Int? = nil) {
        guard arrival == .live else { return }
        let now = clock.now
        state.withLock { state in
            state.window.arrive(at: now)
            if let folder { state.tallies[folder, default: Tally()].arrived += 1 }
        }
    }

    /// Takes in how a folder is watched.
    func note(_ notice: WatchNotice, of folder: Int) {
        state.withLock { state in
            switch notice {
            case .overflow: state.tallies[folder, default: Tally()].overflows += 1
            case .polled: state.tallies[folder, default: Tally()].isPolled = true
            default: break
            }
        }
    }

    /// The work on an image begins.
    package func begin(_ entry: ImageQueue.Entry) {
        let work = Work(folder: entry.folder, path: entry.path, begin: clock.now)
        state.withLock { $0.works[entry.path] = work }
    }

    /// The work on an image has ended, with these outcomes.
    ///
    /// - Parameter folder: the number under which they count; nil where its folder has ended, and none goes on.
    package func end(_ entry: ImageQueue.Entry, as folder: Int?, _ outcomes: [ImageOutcome]) {
        let now = clock.now
        let lag = entry.arrival == .live ? ContinuousClock.now - entry.lastChange : nil
        state.withLock { state in
            guard let work = state.works.removeValue(forKey: entry.path) else { return }
            var isWorkedOn = false
            for outcome in outcomes {
                switch outcome {
                case .done: if let folder { state.tallies[folder, default: Tally()].done += 1 }
                case .failed: if let folder { state.tallies[folder, default: Tally()].failed += 1 }
                default: continue
                }
                isWorkedOn = true
            }
            // What was done before took no time to speak of, and would make this machine look faster than it is.
            if isWorkedOn { state.window.finish(at: now, lag: lag, work: now - work.begin) }
        }
    }

    /// The figures of now.
    ///
    /// - Parameter oldest: the last change of the live image that waits longest.
    package func figures(live: Int, backlog: Int, oldest: ContinuousClock.Instant?) -> FlowFigures {
        let now = clock.now
        let age = oldest.map { ContinuousClock.now - $0 }
        return state.withLock {
            $0.window.figures(at: now, live: live, backlog: backlog, oldest: age, workers: $0.workers)
        }
    }
}
