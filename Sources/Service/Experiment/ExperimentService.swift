import Files
import Logging
import Results
import ServiceLifecycle
import Settings
import SystemPackage
import SystemdSupport
import WorkerProtocol

/// Keeps the tables of each folder up to date with its results: some seconds behind them, and at the end.
///
/// It stands before the service that works on images, and so is asked to stop after that has ended.
struct ExperimentService: Service {
    /// How often all results are looked at: those of another `run`, and those that somebody removed.
    private static let lookPause: Duration = .seconds(3600)
    /// How soon a wish to stop is noticed during a pause.
    private static let look: Duration = .milliseconds(250)
    /// So long the last writing may take; the next start does what is left.
    private static let lastWriting: Duration = .seconds(10)

    let folders: [FolderSettings]
    let writers: [ExperimentWriter]
    let results: NewResults
    let status: ServiceStatus
    let log: Logger
    private let said = NewsFilter()

    init(
        settings: Settings,
        places: FolderPlaces,
        results: NewResults,
        pulse: WorkPulse,
        status: ServiceStatus,
        log: Logger
    ) {
        folders = settings.folders
        writers = folders.map {
            ExperimentWriter($0, places: places, leavingOut: settings.foldersLeftOut(of: $0), pulse: pulse)
        }
        self.results = results
        self.status = status
        self.log = log
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for index in folders.indices where folders[index].experimentTables {
                    group.addTask { await keep(index) }
                    group.addTask { await cancelWhenGracefulShutdown { await lookAtAll(in: index) } }
                }
            }
            // A service that returns ends its group.
            try? await gracefulShutdown()
        } onGracefulShutdown: {
            for writer in writers { writer.end(by: .now + Self.lastWriting) }
            results.close()
        }
    }

    private func lookAtAll(in index: Int) async {
        while !Task.isCancelled {
            results.noteEverything(in: index)
            try? await Task.sleep(for: Self.lookPause)
        }
    }

    private func keep(_ index: Int) async {
        var pace = ExperimentPace()
        for await _ in results.bell(of: index) {
            while let waiting = results.waiting(in: index), !Task.isShuttingDownGracefully {
                let due = pace.due(lastNews: waiting.last)
                if due > .now {
                    try? await Task.sleep(until: min(due, .now + Self.look), clock: .continuous)
                } else {
                    await write(index, &pace)
                }
            }
        }
        await write(index, &pace)
    }

    private func write(_ index: Int, _ pace: inout ExperimentPace) async {
        guard let waiting = results.take(from: index) else { return }
        let (path, begun) = (folders[index].path, ContinuousClock.now)
        do throws(Failure) {
            let report = try await writers[index].update(waiting.isEverything ? nil : waiting.images)
            pace.succeeded(at: .now, after: .now - begun)
            if !report.isComplete { results.noteEverything(in: index) }
            for problem in report.problems where said.isNew(problem) { log.warning("\(problem)") }
            status.note(nil, about: "tables \(path)")
        } catch {
            results.giveBack(waiting, to: index)
            pace.failed(at: .now)
            let words = "the tables of \(path.readable) are behind: \(error.message); \(error.remedy)"
            status.note(words, about: "tables \(path)")
            let isNews = error.kind != Failure.tablesInterruptedKind && said.isNew("\(path) \(error.kind)")
            let level: Logger.Level = isNews ? .warning : .debug
            log.log(level: level, "\(words)", metadata: ["error": "\(error.kind)"])
        }
        status.publish()
    }
}
