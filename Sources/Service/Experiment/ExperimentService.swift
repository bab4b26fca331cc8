import Files
import Logging
import Results
import ServiceLifecycle
import Settings
import Synchronization
import SystemPackage
import SystemdSupport
import WorkerProtocol

/// Keeps the tables of each folder up to date with its results: some seconds behind them, and at the end.
///
/// It stands before the service that works on images, and so is asked to stop after that has ended.
struct ExperimentService: Service {
    /// How often all results are looked at: those of another `run`, and those that somebody removed.
    private static let lookPause: Duration = .seconds(3600)
    /// How soon a changed sample sheet is noticed.
    private static let sheetPause: Duration = .seconds(5)
    /// How soon a wish to stop is noticed during a pause.
    private static let look: Duration = .milliseconds(250)
    /// So long the last writing may take; the next start does what is left.
    private static let lastWriting: Duration = .seconds(10)

    let folders: FoldersInForce
    let places: FolderPlaces
    let results: NewResults
    let pulse: WorkPulse
    let status: ServiceStatus
    let log: Logger
    private let said = NewsFilter()
    /// Since when the tables of folders cannot be written, by their index.
    private let behind = Behind()

    private final class Behind: Sendable {
        private let since = Mutex<[Int: ContinuousClock.Instant]>([:])

        /// Notes a failure; whether it is the first one since the tables were last written.
        func begins(_ index: Int) -> Bool {
            since.withLock { since in
                defer { since[index] = since[index] ?? .now }
                return since[index] == nil
            }
        }

        /// Notes that the tables are written; for how long they were not, where that was so.
        func end(_ index: Int) -> Duration? {
            since.withLock { $0.removeValue(forKey: index) }.map { .now - $0 }
        }
    }

    init(
        folders: FoldersInForce,
        places: FolderPlaces,
        results: NewResults,
        pulse: WorkPulse,
        status: ServiceStatus,
        log: Logger
    ) {
        (self.folders, self.places, self.results) = (folders, places, results)
        (self.pulse, self.status, self.log) = (pulse, status, log)
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await folder in folders.beginnings().cancelOnGracefulShutdown() where folder.settings.experimentTables {
                group.addTask { await keep(folder) }
            }
        }
    }

    /// Keeps the tables of a folder until it is in force no longer, or the service is to stop; then writes what is left.
    private func keep(_ folder: FoldersInForce.Folder) async {
        let (number, settings) = (folder.number, folder.settings)
        let writer = ExperimentWriter(settings, places: places, leavingOut: folder.leftOut, pulse: pulse)
        await withDiscardingTaskGroup { group in
            group.addTask { await keep(number, settings.path, writer) }
            await cancelWhenGracefulShutdown {
                await withDiscardingTaskGroup { looks in
                    looks.addTask { await lookAtAll(in: number) }
                    if settings.groups?.samples != nil { looks.addTask { await lookAtSheet(of: number, writer) } }
                    await folders.end(of: number)
                    looks.cancelAll()
                }
            }
            writer.end(by: .now + Self.lastWriting)
            results.close(number)
        }
        results.forget(number)
    }

    private func lookAtAll(in index: Int) async {
        while !Task.isCancelled {
            results.noteEverything(in: index)
            try? await Task.sleep(for: Self.lookPause)
        }
    }

    private func lookAtSheet(of index: Int, _ writer: ExperimentWriter) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.sheetPause)
            if await writer.hasOtherSheet() { results.noteEverything(in: index) }
        }
    }

    private func keep(_ index: Int, _ path: FilePath, _ writer: ExperimentWriter) async {
        var pace = ExperimentPace()
        for await _ in results.bell(of: index) {
            while let waiting = results.waiting(in: index), !isEnding(index) {
                let due = pace.due(lastNews: waiting.last)
                if due > .now {
                    try? await Task.sleep(until: min(due, .now + Self.look), clock: .continuous)
                } else {
                    await write(index, path, writer, &pace)
                }
            }
        }
        await write(index, path, writer, &pace)
    }

    private func isEnding(_ index: Int) -> Bool { Task.isShuttingDownGracefully || folders[index] == nil }

    private func write(
        _ index: Int,
        _ path: FilePath,
        _ writer: ExperimentWriter,
        _ pace: inout ExperimentPace
    ) async {
        guard let waiting = results.take(from: index) else { return }
        let begun = ContinuousClock.now
        do throws(Failure) {
            let report = try await writer.update(waiting.isEverything ? nil : waiting.images)
            pace.succeeded(at: .now, after: .now - begun)
            if !report.isComplete { results.noteEverything(in: index) }
            for problem in report.problems where said.isNew(problem) {
                log.event(.tablesWarning, "\(problem)", ["folder": .bytes(path.bytes)])
            }
            if let time = behind.end(index) {
                log.event(
                    .tablesCurrent,
                    "the tables of \(path.readable) are written again, after \(Age(time))",
                    ["folder": .bytes(path.bytes)]
                )
            }
            status.note(nil, about: "tables \(path)")
        } catch {
            results.giveBack(waiting, to: index)
            pace.failed(at: .now)
            let words = "the tables of \(path.readable) are behind: \(error.message); \(error.remedy)"
            status.note(words, about: "tables \(path)")
            if error.kind != Failure.tablesInterruptedKind {
                log.event(
                    .tablesBehind,
                    at: behind.begins(index) ? .warning : .debug,
                    "\(words)",
                    ["folder": .bytes(path.bytes), "error": "\(error.kind)"]
                )
            }
        }
        status.publish()
    }
}
