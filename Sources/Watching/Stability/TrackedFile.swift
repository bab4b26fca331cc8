import Files

/// A file that is not finished, as far as is known.
struct WaitingFile {
    var arrival: Arrival
    /// The last event, or the time at which a change was noticed.
    var lastChange: Duration
    var state: FileState
    /// A writer closed it, or it was moved into place, and nothing happened since.
    var isClosed: Bool
    /// It was handed out in this state before: no reason to wait.
    var isSettled: Bool
    /// The consumer found it unfinished.
    var isHandedBack = false
    /// How often it changed after it was handed out.
    var changes = 0
    var busyLooks = 0
    var lookAt: Duration
    /// The time of its valid entry in the queue.
    var queuedAt: Duration
}

/// A file that was handed out.
struct HandedOutFile {
    var state: FileState
    /// Its last change before, as far as it was seen.
    var lastChange: Duration
    var handedOut: Duration
    /// How often it had changed after it was handed out before.
    var changes: Int

    /// How often it has changed, with a change at `time`; one that had rested for long begins anew.
    func changes(with time: Duration, _ timing: WatchTiming) -> Int {
        time - handedOut > timing.changesForgotten ? 1 : changes + 1
    }

    /// Whether, without a sign of a writer, another state can be one of attributes alone.
    func isTouchedAlone(by other: FileState) -> Bool {
        state.isSameFile(as: other) && state.identity.size == other.identity.size
    }

    /// Whether its writer has gone on with it: then it was handed out too early. A file that another took the place of
    /// was not.
    func isProvenEarly(by other: FileState, isWritten: Bool) -> Bool {
        state.isSameFile(as: other) && (isWritten || state.identity.size != other.identity.size)
    }
}
