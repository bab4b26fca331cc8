package import Files
package import SystemPackage

/// Decides when a file is finished: nothing happened to it for the quiet time, it looks the same as when the last event
/// came, and nobody has it open for writing.
///
/// Pure: what was seen goes in with its time, what to do comes out; it reads no clock and no file.
package struct StabilityTracker: Sendable {
    /// What a look at a due file came to.
    package enum Outcome: Sendable, Equatable {
        case finished(Arrival, waited: Duration)
        /// It will be due again.
        case waiting
        /// It is gone; `wasFinished` says whether it had been handed out.
        case gone(wasFinished: Bool)
    }

    private struct Waiting {
        var arrival: Arrival
        /// The last event, or the time at which a change was noticed.
        var lastChange: Duration
        var state: FileState
        /// A writer closed it, or it was moved into place, and nothing happened since.
        var isClosed: Bool
        /// It was handed out in this state before: no reason to wait.
        var isSettled: Bool
        var busyLooks = 0
        var lookAt: Duration
        /// The time of its valid entry in the queue.
        var queuedAt: Duration
    }

    /// How long a file must be left alone; a change counts for files that change from now on.
    package var quiet: Duration
    private let timing: WatchTiming
    private var waiting: [FilePath: Waiting] = [:]
    // One entry for each image that lies in the folders: bounded by what the user keeps there.
    private var finished: [FilePath: FileState] = [:]
    private var queues: [Arrival: DeadlineQueue<FilePath>] = [:]

    /// A tracker for files that must be left alone for `quiet`.
    package init(quiet: Duration, timing: WatchTiming = .standard) {
        self.quiet = quiet
        self.timing = timing
    }

    /// How many files are not yet finished.
    package var waitingCount: Int { waiting.count }

    /// All files known, finished or not.
    package var knownPaths: Set<FilePath> { Set(waiting.keys).union(finished.keys) }

    /// Whether a file is known in just this state; nil for one that is not known at all.
    package func knows(_ path: FilePath, in state: FileState) -> Bool? {
        (waiting[path]?.state ?? finished[path]).map { $0 == state }
    }

    /// What is known of an image.
    package func knowledge(of path: FilePath, at now: Duration) -> ImageKnowledge {
        if let entry = waiting[path] {
            return .waiting(
                entry.arrival,
                unchangedFor: now - entry.lastChange,
                lookIn: max(.zero, entry.lookAt - now)
            )
        }
        return finished[path] == nil ? .unknown : .handedOut
    }

    /// When the next file of this arrival is due.
    package func nextDeadline(_ arrival: Arrival) -> Duration? {
        queues[arrival]?.first
    }

    /// Takes in an event at `time`; `state` is what the file looked like right after it.
    package mutating func changed(
        _ path: FilePath,
        state: FileState,
        isWritten: Bool,
        isClosed: Bool,
        at time: Duration
    ) {
        var isClosed = isClosed
        if let known = waiting[path] {
            isClosed = isClosed || (known.isClosed && !isWritten)
            // An event that changed nothing starts nothing anew.
            guard isWritten || known.state != state || known.isClosed != isClosed else { return }
        } else if finished[path] == state {
            // Opened for writing and closed without a write, or its events are older than the look that found it
            // finished.
            return
        }
        wait(path, .live, state, since: time, isClosed: isClosed)
    }

    /// Takes in what a scan found at `time`; with `again`, a file handed out before is handed out once more.
    package mutating func listed(
        _ path: FilePath,
        state: FileState,
        arrival: Arrival,
        again: Bool,
        at time: Duration
    ) {
        if let known = waiting[path] {
            if known.state != state { wait(path, known.arrival, state, since: time, isClosed: false) }
        } else if finished[path] != state {
            wait(path, arrival, state, since: time, isClosed: false)
        } else if again {
            let entry = Waiting(
                arrival: .backlog,
                lastChange: time,
                state: state,
                isClosed: true,
                isSettled: true,
                lookAt: time,
                queuedAt: time
            )
            schedule(path, entry, at: time)
        }
    }

    /// Up to `limit` files of this arrival to be looked at now; each must be answered by `looked`.
    package mutating func due(_ arrival: Arrival, at now: Duration, limit: Int) -> [FilePath] {
        var paths: [FilePath] = []
        while paths.count < limit, let (path, time) = queues[arrival]?.popDue(at: now) {
            guard var entry = waiting[path], entry.arrival == arrival, entry.queuedAt == time else { continue }
            if entry.lookAt > now {
                // Events came after it was queued.
                entry.queuedAt = entry.lookAt
                waiting[path] = entry
                queues[arrival]?.insert(path, at: entry.lookAt)
            } else {
                paths.append(path)
            }
        }
        return paths
    }

    /// Takes in a look at a file that was due.
    package mutating func looked(_ path: FilePath, _ look: FileLook, at now: Duration) -> Outcome {
        guard var entry = waiting[path] else { return .waiting }
        switch look {
        case .missing, .notAnImage:
            return .gone(wasFinished: forget(path))
        case .unclear:
            // No writer that is to be left alone: as soon as the trouble is over.
            schedule(path, entry, at: now + max(quiet, timing.rootCheck))
            return .waiting
        case .file(let state, let writer):
            if state != entry.state {
                // Changed without an event: mapped memory, another machine.
                entry.state = state
                entry.isSettled = false
                if quiet > .zero {
                    entry.lastChange = now
                    entry.isClosed = false
                }
            }
            if writer == .present {
                entry.isSettled = false
                retry(path, &entry, at: now)
                return .waiting
            }
            let end = entry.lastChange + neededQuiet(entry, writer)
            if now < end {
                entry.busyLooks = 0
                schedule(path, entry, at: end)
                return .waiting
            }
            waiting[path] = nil
            finished[path] = state
            return .finished(entry.arrival, waited: now - entry.lastChange)
        }
    }

    /// Forgets a file that is gone.
    ///
    /// - Returns: whether it had been handed out.
    package mutating func forget(_ path: FilePath) -> Bool {
        waiting[path] = nil
        return finished.removeValue(forKey: path) != nil
    }

    private func neededQuiet(_ entry: Waiting, _ writer: WriterPresence) -> Duration {
        if entry.isSettled { return .zero }
        // No image is empty: its writer has made the name and will come back.
        let isUnsure = entry.state.identity.size == 0 || (writer == .unknown && !entry.isClosed)
        return isUnsure ? max(quiet, timing.unsureQuiet) : quiet
    }

    private mutating func wait(
        _ path: FilePath,
        _ arrival: Arrival,
        _ state: FileState,
        since time: Duration,
        isClosed: Bool
    ) {
        let end = time + quiet
        var entry = Waiting(
            arrival: arrival,
            lastChange: time,
            state: state,
            isClosed: isClosed,
            isSettled: false,
            lookAt: end,
            queuedAt: end
        )
        if let former = waiting[path], former.arrival == arrival, former.queuedAt <= end {
            // Its place in the queue comes first and will send it on: a busy writer must not fill the queue.
            entry.queuedAt = former.queuedAt
        } else {
            queues[arrival, default: .init()].insert(path, at: end)
        }
        waiting[path] = entry
    }

    private mutating func retry(_ path: FilePath, _ entry: inout Waiting, at now: Duration) {
        let pause = timing.busyRetry * (1 << min(entry.busyLooks, 10))
        entry.busyLooks += 1
        schedule(path, entry, at: now + max(quiet, min(pause, timing.longestBusyRetry)))
    }

    private mutating func schedule(_ path: FilePath, _ entry: Waiting, at time: Duration) {
        var entry = entry
        entry.lookAt = time
        entry.queuedAt = time
        waiting[path] = entry
        queues[entry.arrival, default: .init()].insert(path, at: time)
    }
}
