import Files
import SystemPackage

/// Whether a root is there, and still the folder that it was.
struct RootPresence {
    /// What a look at the root came to.
    enum Finding {
        /// Nothing new, or not yet time to look.
        case asBefore
        /// It is there, for the first time or again: everything in it is to be watched anew.
        case appeared
        /// It cannot be watched; said once.
        case lost(WatchNotice)
        /// Nothing is there, and so none of its images; the notice comes once.
        case absent(WatchNotice?)
    }

    private enum State {
        case unknown
        case present(FileState)
        case missing
        /// The path leads to another folder than at the start.
        case elsewhere
    }

    private let root: WatchedRoot
    private var state = State.unknown
    private var check: Recurrence

    /// The presence of `root`, looked at every `interval`.
    init(of root: WatchedRoot, every interval: Duration) {
        self.root = root
        check = Recurrence(every: interval)
    }

    /// Whether it is there, as far as is known.
    var isPresent: Bool { if case .present = state { true } else { false } }

    /// When it is looked at next.
    var nextLook: Duration { check.next }

    /// Its watch has ended, or it was renamed: the next look tells what is there now.
    mutating func doubt() {
        state = .unknown
        check.hasten()
    }

    /// Looks, when it is time, whether the root is there and still the same folder.
    mutating func look(at now: Duration) -> Finding {
        guard check.isDue(at: now) else { return .asBefore }
        switch root.place.find() {
        case .elsewhere(let now, let before):
            if case .elsewhere = state { return .asBefore }
            state = .elsewhere
            return .lost(.elsewhere(root.path, now: now, before: before))
        case .missing(.noSuchFileOrDirectory), .missing(.notDirectory): return absent()
        case .missing(let reason): return lost(FolderRefusal(reason, at: root.path).words)
        case .here(let place): return look(FileStatus(of: place))
        }
    }

    private mutating func look(_ status: FileStatus) -> Finding {
        switch status {
        case .folder(let found):
            if case .present(let known) = state, known.isSameFile(as: found) { return .asBefore }
            state = .present(found)
            return .appeared
        case .missing: return absent()
        case .regular, .linked, .link, .passedOver: return lost("it is not a folder")
        case .failed(let reason): return lost(FolderRefusal(reason, at: root.path).words)
        }
    }

    private mutating func absent() -> Finding {
        if case .lost(let notice) = lost("there is no such folder") { return .absent(notice) }
        return .absent(nil)
    }

    private mutating func lost(_ reason: String) -> Finding {
        if case .missing = state { return .asBefore }
        state = .missing
        return .lost(.missing(root.path, reason: reason))
    }
}
