import Files
import Foundation
import Logging
import Results
import Service
import Settings
import Synchronization
import SystemPackage
import SystemdSupport
import TestSupport
import Testing
import WorkerProtocol

/// A folder of annotations that a daemon's service trains from, with a played worker.
final class PlayedTraining {
    let home: TemporaryFolder
    let trainer = PlayedTrainer()
    private let news: AsyncStream<Announcement>
    private let tell: AsyncStream<Announcement>.Continuation
    let reloads = Reloads()

    /// The classifiers that were put in their places.
    final class Reloads: Sendable {
        private let paths = Mutex<[FilePath]>([])
        var count: Int { paths.withLock(\.count) }
        func note(_ path: FilePath) { paths.withLock { $0.append(path) } }
    }

    init() throws {
        home = try TemporaryFolder()
        for name in ["images", "annotations", "kernels"] { try home.makeFolder(name) }
        for name in ["a", "b", "c"] { try home.write(Array("image \(name)".utf8), to: "images/\(name).tif") }
        (news, tell) = AsyncStream.makeStream()
    }

    /// A folder with a training.
    func settings(_ change: (inout TrainingSettings) -> Void = { _ in }) -> FolderSettings {
        var training = TrainingSettings(
            annotations: home.path("annotations"),
            classifier: home.path("nuclei.cl"),
            kind: .pixelClassifier,
            features: "original"
        )
        change(&training)
        var recipe = RecipeSettings(classifier: training.classifier)
        recipe.trainings = [training]
        return FolderSettings(path: home.path("images"), recipes: [recipe])
    }

    /// Runs the service while `body` does something.
    func whileTraining(
        _ folder: FolderSettings? = nil,
        _ body: (ServiceStatus, inout AsyncStream<Announcement>.Iterator) async throws -> Void
    ) async throws {
        let folders = FoldersInForce([folder ?? settings()])
        let announcements = Announcements(folders) { [tell] in tell.yield($0) }
        let status = ServiceStatus(
            folderCount: 1,
            queue: ImageQueue(),
            manager: ServiceManager(),
            announcements: announcements
        )
        let worker = trainer.worker(kernels: home.path("kernels"))
        let service = TrainingService(
            folders,
            places: FolderPlaces(),
            worker: worker,
            limits: ImageLimits(),
            status: status,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            reload: { [reloads] path in reloads.note(path) }
        )
        let run = Task { try await service.run() }
        var iterator = news.makeAsyncIterator()
        try await body(status, &iterator)
        run.cancel()
        try await run.value
        await worker.stop()
    }

    /// Waits for the next training to end in this way; gives what was told.
    func next(
        _ change: Announcement.Change,
        _ iterator: inout AsyncStream<Announcement>.Iterator
    ) async throws -> Announcement {
        while let announcement = await iterator.next(isolation: #isolation) {
            if announcement.event == .training, announcement.change == change { return announcement }
        }
        throw CancellationError()
    }

    /// Saves an annotation in one step.
    func annotate(_ name: String, _ text: String) throws {
        try home.write(Array(text.utf8), to: ".\(name).new")
        try FileManager.default.moveItem(
            atPath: home.appending(".\(name).new"),
            toPath: home.appending("annotations/\(name).tif"),
            replacing: true
        )
    }

    /// What is in force.
    func classifier() throws -> String {
        try String(contentsOfFile: home.appending("nuclei.cl"), encoding: .utf8)
    }

    var versions: VersionList {
        get throws { try ClassifierVersions(of: home.path("nuclei.cl")).list() }
    }
}

extension FileManager {
    fileprivate func moveItem(atPath source: String, toPath target: String, replacing: Bool) throws {
        guard rename(source, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
