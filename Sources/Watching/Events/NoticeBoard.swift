import SystemPackage

/// Remembers what was reported, so that a lasting trouble is reported once. Pure.
struct NoticeBoard: Sendable {
    /// With more, all are forgotten, and said once more.
    private static let mostPassedOver = 10_000

    private var isMissing = false
    private var isElsewhere = false
    private var isShortOfWatches = false
    private var polledReason: String?
    private var unreadable: Set<FilePath> = []
    private var passedOver: Set<FilePath> = []

    /// Whether `notice` says something that was not known.
    mutating func isNews(_ notice: WatchNotice) -> Bool {
        switch notice {
        case .missing:
            defer { isMissing = true }
            return !isMissing
        case .recovered:
            defer { (isMissing, isElsewhere, isShortOfWatches) = (false, false, false) }
            return isMissing || isElsewhere || isShortOfWatches
        case .elsewhere:
            defer { isElsewhere = true }
            return !isElsewhere
        case .passedOver(let path, _):
            if passedOver.count >= Self.mostPassedOver { passedOver = [] }
            return passedOver.insert(path).inserted
        case .watchLimit:
            defer { isShortOfWatches = true }
            return !isShortOfWatches
        case .polled(_, _, let reason):
            defer { polledReason = reason }
            return polledReason != reason
        case .unreadableFolder(let folder, _):
            return unreadable.insert(folder).inserted
        case .readableFolder(let folder):
            return unreadable.remove(folder) != nil
        case .overflow, .scanned, .waits:
            return true
        }
    }

    /// The folders that were said to be unreadable.
    var unreadableFolders: Set<FilePath> { unreadable }
}
