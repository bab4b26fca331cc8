import Synchronization

/// The folders that hold images which could not be committed, and when they are tried again: soon at first, then ever
/// more rarely, as long as it is of no use.
final class PostponedFolders: Sendable {
    /// The first pause; each further one is twice as long.
    static let firstPause: Duration = .seconds(30)
    /// The longest pause.
    static let longestPause: Duration = .seconds(3600)

    private struct Folder {
        var pause = PostponedFolders.firstPause
        /// Nil while nothing waits to be tried again.
        var due: ContinuousClock.Instant?
    }

    private let folders = Mutex<[Int: Folder]>([:])

    /// Notes that an image of a folder was postponed.
    func insert(_ folder: Int, at now: ContinuousClock.Instant = .now) {
        folders.withLock { folders in
            var entry = folders[folder] ?? Folder()
            entry.due = entry.due ?? now + entry.pause
            folders[folder] = entry
        }
    }

    /// Whether the folder is to be looked through now; if so, the next pause will be longer.
    func take(_ folder: Int, at now: ContinuousClock.Instant = .now) -> Bool {
        folders.withLock { folders in
            guard var entry = folders[folder], let due = entry.due, due <= now else { return false }
            entry.pause = min(entry.pause * 2, Self.longestPause)
            entry.due = nil
            folders[folder] = entry
            return true
        }
    }

    /// An image of the folder was committed: what was in the way is gone, so the next trouble is a new one.
    func succeed(_ folder: Int) {
        folders.withLock { folders in
            folders[folder]?.pause = Self.firstPause
        }
    }
}
