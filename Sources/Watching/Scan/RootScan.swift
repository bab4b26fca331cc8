/// A look through a whole root, and why.
struct RootScan {
    var reason: ScanSchedule.Reason
    /// Files that were handed out before are handed out again.
    var isRequested: Bool
    var scan: FolderScan
    var begin: Duration
    /// Folders without a watch for want of watches.
    var unwatchedFolders = 0
    /// The first remote file system met, by name.
    var remoteName: String?
}
