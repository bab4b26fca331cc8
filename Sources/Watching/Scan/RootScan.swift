/// A look through a whole root, and why.
struct RootScan: Sendable {
    /// What asked for it, the weightier later.
    enum Reason: Int, Sendable, Comparable {
        /// The timer.
        case timer
        /// Lost events.
        case overflow
        /// The consumer wants to see everything again.
        case requested
        /// Watching begins, or begins again.
        case arming

        static func < (one: Reason, other: Reason) -> Bool { one.rawValue < other.rawValue }
    }

    var reason: Reason
    /// Files that were handed out before are handed out again.
    var isRequested: Bool
    var scan: FolderScan
    var begin: Duration
    /// Folders without a watch for want of watches.
    var unwatchedFolders = 0
    /// The first remote file system met, by name.
    var remoteName: String?
}
