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
    let hasMarkers: Bool
    let timing: WatchTiming
    var waiting: [FilePath: WaitingFile] = [:]
    // One entry for each image that lies in the folders: bounded by what the user keeps there.
    var finished: [FilePath: HandedOutFile] = [:]
    var tree = PathTree()
    var queues: [Arrival: DeadlineQueue<FilePath>] = [:]

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

    func neededQuiet(_ entry: WaitingFile, _ writer: WriterPresence) -> Duration {
        if entry.isSettled || hasMarkers { return .zero }
        let quiet = wait.quiet(afterChanges: entry.changes)
        // No image is empty: its writer has made the name and will come back.
        let isUnsure = entry.state.identity.size == 0 || (writer == .unknown && !entry.isClosed) || entry.isHandedBack
        return isUnsure ? max(quiet, timing.unsureQuiet) : quiet
    }

    /// Learns from what happened to a file after it was handed out.
    mutating func learn(from known: HandedOutFile, _ state: FileState, isWritten: Bool, at time: Duration) {
        guard known.isProvenEarly(by: state, isWritten: isWritten) else { return }
        wait.noteProof(pause: time - known.lastChange, sinceHandedOut: time - known.handedOut)
    }

    mutating func track(
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
    mutating func handOutAgain(
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

    mutating func schedule(_ path: FilePath, _ entry: WaitingFile, at time: Duration) {
        var entry = entry
        entry.lookAt = time
        entry.queuedAt = time
        waiting[path] = entry
        queues[entry.arrival, default: .init()].insert(path, at: time)
    }
}
