package import Settings
import Synchronization
package import SystemPackage

/// The folders that are in force now, each under a number that it keeps as long as nothing about it changes, and that no
/// other folder ever gets.
///
/// Everything that knows a folder by its number (queue, watcher, flow) can be asked about one that ended meanwhile, and
/// says nothing.
package final class FoldersInForce: Sendable {
    /// One of them.
    package struct Folder: Sendable, Equatable {
        package let number: Int
        package let settings: FolderSettings
        /// Folders beneath it that are left alone, as `Settings.foldersLeftOut` gives them.
        package let leftOut: [FilePath]
    }

    /// What another configuration changed; a folder that is other than before ends and begins.
    package struct Change: Sendable {
        package var ended: [Folder] = []
        package var begun: [Folder] = []
        package var kept: [Folder] = []
    }

    private struct State {
        var folders: [Folder] = []
        var next = 0
        var nextListener = 0
        var beginnings: [Int: AsyncStream<Folder>.Continuation] = [:]
        /// Those who wait for the end of a folder, by its number.
        var endings: [Int: [AsyncStream<Void>.Continuation]] = [:]
    }

    private let state = Mutex(State())

    /// The folders of a configuration.
    package init(_ settings: Settings) { replace(with: settings) }

    /// Folders made in code.
    package convenience init(_ folders: [FolderSettings]) { self.init(Settings(folders: folders)) }

    /// All of them, in the order of the configuration.
    package var all: [Folder] { state.withLock { $0.folders } }

    /// The settings of all of them, in that order.
    package var settings: [FolderSettings] { all.map(\.settings) }

    /// The numbers of all of them.
    package var numbers: [Int] { all.map(\.number) }

    /// The folder with this number; nil where it is in force no longer.
    package subscript(number: Int) -> FolderSettings? {
        state.withLock { $0.folders.first { $0.number == number }?.settings }
    }

    /// The number of the folder in force that goes on where the one at `path` has ended; nil where none does.
    package func successor(ofFolderAt path: FilePath) -> Int? {
        state.withLock { $0.folders.first { $0.settings.path == path }?.number }
    }

    /// The number of the folder in force that holds an image; nil where none does.
    package func number(holding image: FilePath) -> Int? {
        state.withLock { $0.folders.first { image.starts(with: $0.settings.path) }?.number }
    }

    /// Brings the folders of another configuration into force.
    @discardableResult
    package func replace(with settings: Settings) -> Change {
        let (change, endings, beginnings) = state.withLock { state in
            var change = Change()
            var rest = state.folders
            state.folders = settings.folders.map { folder in
                let leftOut = settings.foldersLeftOut(of: folder)
                if let index = rest.firstIndex(where: { $0.settings == folder && $0.leftOut == leftOut }) {
                    change.kept.append(rest[index])
                    return rest.remove(at: index)
                }
                defer { state.next += 1 }
                change.begun.append(Folder(number: state.next, settings: folder, leftOut: leftOut))
                return change.begun[change.begun.count - 1]
            }
            change.ended = rest
            let endings = rest.flatMap { state.endings.removeValue(forKey: $0.number) ?? [] }
            return (change, endings, Array(state.beginnings.values))
        }
        for ending in endings { ending.finish() }
        for folder in change.begun {
            for beginning in beginnings { beginning.yield(folder) }
        }
        return change
    }

    /// Every folder, those of now first and others as they come into force; for one consumer.
    package func beginnings() -> AsyncStream<Folder> {
        let (stream, continuation) = AsyncStream.makeStream(of: Folder.self)
        let (listener, present) = state.withLock { state in
            defer { state.nextListener += 1 }
            state.beginnings[state.nextListener] = continuation
            return (state.nextListener, state.folders)
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.beginnings.removeValue(forKey: listener) }
        }
        for folder in present { continuation.yield(folder) }
        return stream
    }

    /// Returns when a folder is in force no longer, or the task is cancelled.
    package func end(of number: Int) async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let isEnded = state.withLock { state in
            guard state.folders.contains(where: { $0.number == number }) else { return true }
            state.endings[number, default: []].append(continuation)
            return false
        }
        if !isEnded { for await _ in stream {} }
    }

    /// Runs `work` for each folder as long as that is in force, until the task is cancelled.
    package func whileInForce(_ work: @escaping @Sendable (Folder) async -> Void) async {
        await withDiscardingTaskGroup { group in
            for await folder in beginnings() {
                group.addTask { [self] in
                    await withDiscardingTaskGroup { own in
                        own.addTask { await work(folder) }
                        await end(of: folder.number)
                        own.cancelAll()
                    }
                }
            }
            group.cancelAll()
        }
    }
}
