package import Files
package import SystemPackage

/// Decides when a file is finished: nothing happened to it for the quiet time, it looks the same as when the last event
/// came, and nobody has it open for writing.
///
/// Pure: what was seen goes in with its time, what to do comes out; it reads no clock and no file.
package struct StabilityTracker: Sendable {
    /// What a look at a due file came to.
    package enum Outcome: Sendable, Equatable {
        /// Early: only a writer that has closed it says that it is whole, no time has.
        case finished(Arrival, waited: Duration, isEarly: Bool = false)
        /// It will be due again.
        case waiting
        /// It is gone; `wasFinished` says whether it had been handed out.
        case gone(wasFinished: Bool)
    }

    /// How long files must be left alone; a change counts for files that change from now on.
    package var wait: FolderWait
    private let hasMarkers: Bool
    private let timing: WatchTiming
    private var waiting: [FilePath: WaitingFile] = [:]
    // One entry for each image that lies in the folders: bounded by what the user keeps there.
    private var finished: [FilePath: HandedOutFile] = [:]
    private var tree = PathTree()
    private var queues: [Arrival: DeadlineQueue<FilePath>] = [:]

    /// A tracker for files that must be left alone as `wait` says. With markers, the consumer asks for files alone that
    /// have theirs, and they need no quiet time.
    package init(wait: FolderWait, hasMarkers: Bool = false, timing: WatchTiming = .standard) {
        self.wait = wait
        self.hasMarkers = hasMarkers
        self.timing = timing
    }

    /// How many files are not yet finished.
    package var waitingCount: Int { waiting.count }

    /// All files known, finished or not.
    package var knownPaths: Set<FilePath> { Set(waiting.keys).union(finished.keys) }

    /// All files known beneath a folder.
    package func knownPaths(beneath folder: FilePath) -> [FilePath] { tree.paths(beneath: folder) }

    /// Whether a file is known in just this state; nil for one that is not known at all.
    package func knows(_ path: FilePath, in state: FileState) -> Bool? {
        (waiting[path]?.state ?? finished[path]?.state).map { $0 == state }
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
        var (isEnded, changes, isHandedBack) = (isClosed, 0, false)
        if let known = waiting[path] {
            isEnded = isClosed || (known.isClosed && !isWritten)
            // An event that changed nothing starts nothing anew.
            guard isWritten || known.state != state || known.isClosed != isEnded else { return }
            (changes, isHandedBack) = (known.changes, known.isHandedBack)
            if isHandedBack, let before = finished[path] {
                learn(from: before, state, isWritten: isWritten, at: time)
                // The next pause begins here.
                finished[path]?.lastChange = time
            }
        } else if let known = finished[path] {
            // Opened for writing and closed without a write, or its events are older than the look that found it
            // finished.
            if known.state == state { return }
            let isTouched = !isWritten && !isClosed && known.isTouchedAlone(by: state)
            changes = isTouched ? known.changes : known.changes(with: time, timing)
            isEnded = isClosed || isTouched
            learn(from: known, state, isWritten: isWritten, at: time)
        }
        track(path, .live, state, since: time, isClosed: isEnded, changes: changes, isHandedBack: isHandedBack)
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
            if known.state != state {
                let (changes, isHandedBack) = (known.changes, known.isHandedBack)
                track(path, known.arrival, state, since: time, changes: changes, isHandedBack: isHandedBack)
            }
        } else if let known = finished[path], known.state != state {
            let isTouched = known.isTouchedAlone(by: state)
            learn(from: known, state, isWritten: false, at: time)
            let changes = isTouched ? known.changes : known.changes(with: time, timing)
            track(path, arrival, state, since: time, changes: changes)
        } else if finished[path] == nil {
            track(path, arrival, state, since: time)
        } else if again {
            handOutAgain(path, .backlog, state, lastChange: time, at: time)
        }
    }

    /// Takes in a file that a scan found and whose work is done: it is handed out when it changes.
    ///
    /// - Returns: whether that is so; not where something happened to it meanwhile.
    package mutating func settle(_ path: FilePath, state: FileState, at time: Duration) -> Bool {
        guard waiting[path] == nil else { return false }
        if let known = finished[path] { return known.state == state }
        // As if it had been handed out long ago: what happens now proves nothing about its writer.
        let past = time - timing.changesForgotten
        finished[path] = HandedOutFile(state: state, lastChange: past, handedOut: past, changes: 0)
        tree.insert(path)
        return true
    }

    /// Takes back a file that was handed out, since it is not finished after all, or not as it was then.
    ///
    /// - Parameters:
    ///   - state: how the consumer found it.
    ///   - isIncomplete: whether what it holds is not whole.
    package mutating func handBack(_ path: FilePath, state: FileState, isIncomplete: Bool, at now: Duration) {
        // Where something happened meanwhile, it is on its way already.
        guard waiting[path] == nil, let known = finished[path] else { return }
        if !isIncomplete, known.state == state {
            // It was handed out in this state as well, while it waited in an older one.
            handOutAgain(path, .live, state, lastChange: known.lastChange, at: now)
            return
        }
        let changes = known.state == state ? known.changes : known.changes(with: now, timing)
        learn(from: known, state, isWritten: false, at: now)
        let entry = WaitingFile(
            arrival: .live,
            lastChange: known.lastChange,
            state: state,
            isClosed: true,
            isSettled: false,
            isHandedBack: true,
            changes: changes,
            lookAt: now,
            queuedAt: now
        )
        schedule(path, entry, at: now + neededQuiet(entry, .none))
    }

    /// Up to `limit` files of this arrival to be looked at now; each must be answered by `looked`, or `setAside`.
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
            schedule(path, entry, at: now + max(wait.quiet, timing.rootCheck))
            return .waiting
        case .file(let state, let writer):
            if state != entry.state {
                // Changed without an event: mapped memory, another machine.
                entry.state = state
                entry.isSettled = false
                if wait.isAutomatic || wait.quiet > .zero {
                    entry.lastChange = now
                    entry.isClosed = false
                }
            }
            if writer == .present {
                entry.isSettled = false
                retry(path, &entry, at: now)
                return .waiting
            }
            let needed = neededQuiet(entry, writer)
            let end = entry.lastChange + needed
            if now < end {
                entry.busyLooks = 0
                schedule(path, entry, at: end)
                return .waiting
            }
            waiting[path] = nil
            finished[path] = HandedOutFile(
                state: state,
                lastChange: entry.lastChange,
                handedOut: now,
                changes: entry.changes
            )
            let isNew = !entry.isSettled && !entry.isHandedBack
            if isNew, entry.changes == 0, entry.arrival == .live { wait.noteImage() }
            let isEarly = wait.isAutomatic && needed == .zero && isNew
            return .finished(entry.arrival, waited: now - entry.lastChange, isEarly: isEarly)
        }
    }

    /// Leaves a file that was due alone until something is heard of it again: its marker is missing.
    package mutating func setAside(_ path: FilePath) {
        waiting[path] = nil
        if finished[path] == nil { tree.remove(path) }
    }

    /// Forgets a file that is gone.
    ///
    /// - Returns: whether it had been handed out.
    package mutating func forget(_ path: FilePath) -> Bool {
        waiting[path] = nil
        tree.remove(path)
        return finished.removeValue(forKey: path) != nil
    }

    private func neededQuiet(_ entry: WaitingFile, _ writer: WriterPresence) -> Duration {
        if entry.isSettled || hasMarkers { return .zero }
        let quiet = wait.quiet(afterChanges: entry.changes)
        // No image is empty: its writer has made the name and will come back.
        let isUnsure = entry.state.identity.size == 0 || (writer == .unknown && !entry.isClosed) || entry.isHandedBack
        return isUnsure ? max(quiet, timing.unsureQuiet) : quiet
    }

    /// Learns from what happened to a file after it was handed out.
    private mutating func learn(from known: HandedOutFile, _ state: FileState, isWritten: Bool, at time: Duration) {
        guard known.isProvenEarly(by: state, isWritten: isWritten) else { return }
        wait.noteProof(pause: time - known.lastChange, sinceHandedOut: time - known.handedOut)
    }

    private mutating func track(
        _ path: FilePath,
        _ arrival: Arrival,
        _ state: FileState,
        since time: Duration,
        isClosed: Bool = false,
        changes: Int = 0,
        isHandedBack: Bool = false
    ) {
        let end = time + (hasMarkers ? .zero : wait.quiet(afterChanges: changes))
        var entry = WaitingFile(
            arrival: arrival,
            lastChange: time,
            state: state,
            isClosed: isClosed,
            isSettled: false,
            isHandedBack: isHandedBack,
            changes: changes,
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
        tree.insert(path)
    }

    /// Hands out a file that was handed out in this state, as soon as nobody has it open for writing.
    private mutating func handOutAgain(
        _ path: FilePath,
        _ arrival: Arrival,
        _ state: FileState,
        lastChange: Duration,
        at time: Duration
    ) {
        let entry = WaitingFile(
            arrival: arrival,
            lastChange: lastChange,
            state: state,
            isClosed: true,
            isSettled: true,
            changes: finished[path]?.changes ?? 0,
            lookAt: time,
            queuedAt: time
        )
        schedule(path, entry, at: time)
    }

    private mutating func retry(_ path: FilePath, _ entry: inout WaitingFile, at now: Duration) {
        let pause = timing.busyRetry * (1 << min(entry.busyLooks, 10))
        entry.busyLooks += 1
        schedule(path, entry, at: now + max(wait.quiet, min(pause, timing.longestBusyRetry)))
    }

    private mutating func schedule(_ path: FilePath, _ entry: WaitingFile, at time: Duration) {
        var entry = entry
        entry.lookAt = time
        entry.queuedAt = time
        waiting[path] = entry
        queues[entry.arrival, default: .init()].insert(path, at: time)
    }
}
