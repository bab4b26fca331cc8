import Synchronization

/// The folders that hold images which could not be committed and are to be tried again.
final class PostponedFolders: Sendable {
    private let folders = Mutex<Set<Int>>([])

    /// Notes a folder.
    func insert(_ folder: Int) {
        folders.withLock { _ = $0.insert(folder) }
    }

    /// Whether the folder was noted; forgets it.
    func take(_ folder: Int) -> Bool {
        folders.withLock { $0.remove(folder) != nil }
    }
}
