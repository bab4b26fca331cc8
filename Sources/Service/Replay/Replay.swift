import Concurrency
import Files
import Results
package import Settings
import SystemPackage
import WorkerProtocol

/// Writes an old session again, at its own pace, into a folder that a daemon watches, and measures how late results come.
package actor Replay {
    /// How often it is looked whether results have come; times are those of the files.
    private static let look: Duration = .milliseconds(100)

    private struct Written {
        let path: FilePath
        /// The summaries that are to come.
        var summaries: [FilePath]
        /// Seconds since 1970, by the file's change time.
        let time: Double
        var finished: Double?
    }

    // Files are written here.
    private let executor = QueueExecutor(label: "segmentd.replay")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let source: ReplaySource
    private let folder: FolderSettings
    private let schedule: ReplaySchedule
    private let writing: ReplaySource.Writing
    private let patience: Duration
    private var written: [Written] = []
    private var failed = 0
    private var waiting: Set<Int> = []

    /// A replay of `source` into the watched folder that `folder` tells of, which is empty.
    ///
    /// - Parameters:
    ///   - speed: how many times faster than it was.
    ///   - longestGap: longer gaps are cut to this.
    ///   - patience: how long it waits for the next result, when all images are written.
    package init(
        _ source: ReplaySource,
        into folder: FolderSettings,
        speed: Double,
        longestGap: Duration?,
        writing: ReplaySource.Writing,
        patience: Duration = .seconds(120)
    ) {
        self.source = source
        self.folder = folder
        self.writing = writing
        self.patience = patience
        schedule = ReplaySchedule(modified: source.images.map(\.modified), speed: speed, longestGap: longestGap)
    }

    /// Runs the session; a daemon must be ready in the folder.
    ///
    /// - Throws: a `Failure` where an image cannot be read or written.
    package func run(
        isStopped: @Sendable () -> Bool = { false },
        progress: @Sendable (_ written: Int, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) async throws -> ReplayReport {
        let begin = ContinuousClock.now
        var worstDelay = Duration.zero
        for (image, time) in zip(source.images, schedule.times) where !isStopped() {
            while .now < begin + time && !isStopped() {
                try await Task.sleep(until: min(begin + time, .now + Self.look), clock: .continuous)
                lookForSummaries()
                progress(written.count, written.count - waiting.count, source.images.count)
            }
            try write(image)
            worstDelay = max(worstDelay, .now - (begin + time))
        }
        var (last, count) = (ContinuousClock.now, waiting.count)
        while !waiting.isEmpty, .now - last < patience, !isStopped() {
            try await Task.sleep(for: Self.look)
            lookForSummaries()
            progress(written.count, written.count - waiting.count, source.images.count)
            if waiting.count < count { (last, count) = (.now, waiting.count) }
        }
        return ReplayReport(
            written: written.map(\.time),
            finished: written.map(\.finished),
            recipes: folder.recipes.count,
            missing: waiting.reduce(0) { $0 + written[$1].summaries.count },
            failed: failed,
            worstDelay: worstDelay / .seconds(1)
        )
    }

    private func write(_ image: ReplaySource.Image) throws(Failure) {
        do {
            let path = try ReplaySource.write(image, below: folder.path, writing)
            let state = try FileCalls().state(at: path)
            // A label image of others has no result of its own.
            guard let name = path.lastComponent, folder.images(ofLabels: path).isEmpty else { return }
            let output = folder.outputFolder(forImage: path).path
            let summaries = folder.recipes.map { recipe in
                output.appending(OutputNames(image: name, scheme: folder.scheme(of: recipe, image: path)).summary)
            }
            waiting.insert(written.count)
            written.append(Written(path: path, summaries: summaries, time: Double(state.changeTime) / 1e9))
        } catch {
            throw Failure(
                kind: "replay_failed",
                message: "\(image.path.readable) cannot be written again: \(error)",
                remedy: "check the space and the permissions of \(folder.path.readable)"
            )
        }
    }

    /// Notes the summaries that have come. An image that shares its stem with another has its extension in their names.
    private func lookForSummaries() {
        for index in waiting {
            var image = written[index]
            image.summaries.removeAll { path in
                guard let time = summaryTime(at: path) else { return false }
                image.finished = max(image.finished ?? 0, time)
                return true
            }
            if image.summaries.isEmpty { waiting.remove(index) }
            written[index] = image
        }
    }

    private func summaryTime(at path: FilePath) -> Double? {
        let calls = FileCalls()
        guard let file = try? calls.open(path, for: .reading), let state = try? calls.state(of: file),
            let bytes = try? calls.read(file.number, first: Int(state.identity.size)),
            case .found(let summary) = SummaryFile.decode(bytes)
        else { return nil }
        if summary.status == .failed { failed += 1 }
        return Double(state.changeTime) / 1e9
    }
}
