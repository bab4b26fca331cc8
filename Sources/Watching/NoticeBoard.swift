import SystemPackage

/// Remembers what was reported, so that a lasting trouble is reported once. Pure.
struct NoticeBoard: Sendable {
    private var isMissing = false
    private var isShortOfWatches = false
    private var polledReason: String?
    private var unreadable: Set<FilePath> = []

    /// Whether `notice` says something that was not known.
    mutating func isNews(_ notice: WatchNotice) -> Bool {
        switch notice {
        case .missing:
            defer { isMissing = true }
            return !isMissing
        case .recovered:
            defer { (isMissing, isShortOfWatches) = (false, false) }
            return isMissing || isShortOfWatches
        case .watchLimit:
            defer { isShortOfWatches = true }
            return !isShortOfWatches
        case .polled(_, _, let reason):
            defer { polledReason = reason }
            return polledReason != reason
        case .unreadableFolder(let folder, _):
            return unreadable.insert(folder).inserted
        case .overflow, .scanned:
            return true
        }
    }

    /// Forgets what was said of folders that can be listed now.
    mutating func keepUnreadable(_ folders: some Sequence<FilePath>) {
        unreadable.formIntersection(folders)
    }
}
