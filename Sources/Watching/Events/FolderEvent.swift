package import SystemPackage

/// What a folder watcher tells its consumer.
package enum FolderEvent: Sendable {
    /// An image is finished: new, changed since it was last handed out, or asked for by `rescan`.
    case finished(FinishedImage)
    /// An image that was handed out is not there any more: deleted, renamed, or its file system unmounted.
    case removed(FilePath, root: Int)
    /// All watches are armed and the first scan of every root that exists is done; comes once.
    case ready
    /// The state of the watching itself has changed.
    case notice(root: Int, WatchNotice)
}
