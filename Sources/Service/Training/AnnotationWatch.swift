import Files
import Settings
import Synchronization
import SystemPackage
import Watching

/// Watches a folder of annotations and knows which of them are finished.
final class AnnotationWatch: Sendable {
    private struct Book {
        var finished: [FilePath: FileState] = [:]
        var isReady = false
        var notice: WatchNotice?
        /// Counts what happened, so that a rest can be seen.
        var changes = 0
    }

    private let watcher: FolderWatcher
    private let book = Mutex(Book())
    /// Rings when something happened; for one consumer.
    let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// A watch of `folder`, at any depth.
    init(_ folder: PinnedFolder) {
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        watcher = FolderWatcher(
            roots: [WatchedRoot(path: folder.path, recursive: true, place: folder)],
            timing: Self.timing
        )
    }

    /// Annotations are saved again and again by the same program, which closes them once: they need not wait as images do
    /// that a microscope goes on with.
    private static var timing: WatchTiming {
        var timing = WatchTiming.standard
        (timing.changedQuiet, timing.longestChangedQuiet) = (.milliseconds(20), .milliseconds(100))
        // A further save is no proof that the one before was read too early.
        timing.proofTime = .zero
        (timing.leastLearned, timing.longestLearned) = (.milliseconds(20), .milliseconds(100))
        return timing
    }

    /// The finished annotations in their states; nil before the first look through the folder has ended, and while the folder
    /// is away.
    var finished: [FilePath: FileState]? {
        book.withLock { $0.isReady && $0.notice == nil ? $0.finished : nil }
    }

    /// What keeps the folder from being watched.
    var notice: WatchNotice? { book.withLock(\.notice) }

    /// Counts what happened.
    var changes: Int { book.withLock(\.changes) }

    /// Has the folder looked at again although nothing happened.
    func ring() { bell.yield() }

    /// Watches until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watcher.run() }
            for await event in watcher.events { note(event) }
            group.cancelAll()
        }
        bell.finish()
    }

    private func note(_ event: FolderEvent) {
        let isNews = book.withLock { book in
            switch event {
            case .finished(let file):
                if book.finished.updateValue(file.state, forKey: file.path) == file.state { return false }
            case .removed(let path, _):
                guard book.finished.removeValue(forKey: path) != nil else { return false }
            case .ready: book.isReady = true
            case .notice(_, let notice):
                switch notice {
                case .missing, .elsewhere: book.notice = notice
                case .recovered: book.notice = nil
                default: return false
                }
            }
            book.changes += 1
            return true
        }
        if isNews { bell.yield() }
    }
}
