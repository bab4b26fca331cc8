import SystemPackage

/// The folders that the kernel watches for one consumer. Without inotify there are none, and no changes.
struct FolderWatches {
    private var inotify: Inotify?
    private var watches = WatchSet()

    /// Whether the kernel tells of changes.
    var isRunning: Bool { inotify != nil }

    /// Gets an inotify descriptor; `ring` is called, from another thread, when changes have come.
    mutating func start(
        capacity: Int,
        clock: any WatchClock,
        ring: @escaping @Sendable () -> Void
    ) throws(WatchingError) {
        stop()
        inotify = try Inotify(capacity: capacity, clock: clock, ring: ring)
    }

    /// Ends all watches.
    mutating func stop() {
        inotify?.cancel()
        inotify = nil
        watches = WatchSet()
    }

    /// Watches `folder`, or watches it anew; a link in its place is followed on demand.
    ///
    /// - Returns: false where the kernel gives no watch although the folder is there.
    mutating func watch(_ folder: FilePath, followingLink: Bool) -> Bool {
        guard let inotify else { return true }
        switch inotify.add(folder, followingLink: followingLink) {
        case .success(let watch):
            if let replaced = watches.insert(watch, for: folder) { inotify.remove(replaced) }
            return true
        case .failure(.noSpace), .failure(.noMemory):
            return false
        case .failure:
            // Vanished, or not readable: then it cannot be listed either, which is reported.
            return true
        }
    }

    /// Whether `folder` is watched.
    func contains(_ folder: FilePath) -> Bool { watches.contains(folder) }

    /// The folder that a change is about; nil for an event of a watch that has been given up.
    func folder(of change: FolderChange) -> FilePath? { watches.folder(of: change.watch) }

    /// Forgets a watch that the kernel has ended.
    mutating func forget(_ watch: Int32) { watches.remove(watch) }

    /// Ends the watches of `folder` and of everything beneath it.
    mutating func unwatchTree(_ folder: FilePath) {
        for watch in watches.removeTree(folder) { inotify?.remove(watch) }
    }

    /// What came since the last call.
    func drainChanges() -> ChangeFold.Changes { inotify?.drainChanges() ?? .init() }
}
