package import Files
package import SystemPackage

/// What a tracker is told: by events, by scans, and by the consumer.
extension StabilityTracker {
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
}
