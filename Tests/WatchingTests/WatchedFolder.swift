import Files
import SystemPackage
import TestSupport
import Watching

/// A temporary folder with the root `in`, and a shell that works in it.
final class WatchedFolder: Sendable {
    private let scratch: TemporaryFolder
    /// The temporary folder.
    let path: FilePath
    let shell: Shell

    var root: FilePath { path.appending("in") }

    init() throws {
        scratch = try TemporaryFolder()
        path = scratch.path
        shell = try Shell(in: scratch.path.string)
    }

    /// `path` as scripts write it.
    func relative(_ path: FilePath) -> String {
        var path = path
        _ = path.removePrefix(self.path)
        return path.string
    }

    /// The event as scripts write it; nil for those that come in any case.
    func line(_ event: FolderEvent) -> String? {
        switch event {
        case .finished(let image): "finished \(image.arrival) \(relative(image.path))"
        case .removed(let path, _): "removed \(relative(path))"
        case .ready, .notice(_, .scanned): nil
        case .notice(_, .waits): "waits"
        case .notice(_, .missing): "missing"
        case .notice(_, .elsewhere): "elsewhere"
        case .notice(_, .passedOver(let path, _)): "passed over \(relative(path))"
        case .notice(_, .recovered): "recovered"
        case .notice(_, .overflow): "overflow"
        case .notice(_, .polled): "polled"
        case .notice(_, .watchLimit): "watch limit"
        case .notice(_, .readableFolder(let folder)): "readable \(relative(folder))"
        case .notice(_, .unreadableFolder(let folder, _)): "unreadable \(relative(folder))"
        }
    }
}

/// The events of a watcher, those that came before it was ready first.
struct EventFeed {
    var early: [FolderEvent] = []
    var iterator: FolderEvents.Iterator

    mutating func next() async -> FolderEvent? {
        early.isEmpty ? await iterator.next(isolation: #isolation) : early.removeFirst()
    }
}

/// Runs a watcher of `roots` beside `body`, which gets its events once it is ready.
func withWatcher(
    of roots: [WatchedRoot],
    timing: WatchTiming,
    clock: any WatchClock = MonotonicClock(),
    calls: FileCalls = FileCalls(),
    _ body: (FolderWatcher, inout EventFeed) async throws -> Void
) async throws {
    let watcher = FolderWatcher(roots: roots, timing: timing, clock: clock, calls: calls)
    try await withThrowingTaskGroup { group in
        group.addTask { await watcher.run() }
        var events = EventFeed(iterator: watcher.events.makeAsyncIterator())
        while let event = await events.iterator.next(isolation: #isolation) {
            if case .ready = event { break }
            events.early.append(event)
        }
        try await body(watcher, &events)
        group.cancelAll()
    }
}
