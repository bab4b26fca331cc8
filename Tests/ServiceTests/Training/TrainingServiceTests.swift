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
@Suite("A classifier is trained when its annotations change", .serialized)
final class TrainingServiceTests {
    private let home: TemporaryFolder
    private let trainer = PlayedTrainer()
    private let news: AsyncStream<Announcement>
    private let tell: AsyncStream<Announcement>.Continuation
    private let reloads = Reloads()

    /// The classifiers that were put in their places.
    private final class Reloads: Sendable {
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

    private func settings(_ change: (inout TrainingSettings) -> Void = { _ in }) -> FolderSettings {
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
    private func whileTraining(
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
    private func next(
        _ change: Announcement.Change,
        _ iterator: inout AsyncStream<Announcement>.Iterator
    ) async throws -> Announcement {
        while let announcement = await iterator.next(isolation: #isolation) {
            if announcement.event == .training, announcement.change == change { return announcement }
        }
        throw CancellationError()
    }

    private func annotate(_ name: String, _ text: String) throws {
        try home.write(Array(text.utf8), to: ".\(name).new")
        try FileManager.default.moveItem(
            atPath: home.appending(".\(name).new"),
            toPath: home.appending("annotations/\(name).tif"),
            replacing: true
        )
    }

    private func classifier() throws -> String {
        try String(contentsOfFile: home.appending("nuclei.cl"), encoding: .utf8)
    }

    private var versions: VersionList {
        get throws { try ClassifierVersions(of: home.path("nuclei.cl")).list() }
    }

    @Test("what came is read, what was learned stays, and what went leaves")
    func changes() async throws {
        try annotate("a", "1")
        try await whileTraining { status, news in
            var told = try await next(.trained, &news)
            #expect(told.version == 1 && told.reason?.contains("the first") == true)
            #expect(try classifier() == #"depth 2 {"a.tif":"1"}"#)
            try annotate("b_labels", "2")
            told = try await next(.trained, &news)
            #expect(told.version == 2)
            #expect(try classifier() == #"depth 2 {"a.tif":"1","b.tif":"2"}"#)
            try FileManager.default.removeItem(atPath: home.appending("annotations/a.tif"))
            _ = try await next(.trained, &news)
            #expect(try classifier() == #"depth 2 {"b.tif":"2"}"#)
            #expect(status.trainings.all.first?.images == 1)
        }
        #expect(trainer.jobs.map { $0.images.map(\.image) } == [["a.tif"], ["b.tif"], []])
        #expect(trainer.jobs.map(\.continues) == [false, true, true] && trainer.jobs[2].forgets == ["a.tif"])
        #expect(trainer.jobs.map(\.comparesInForce) == [false, true, true])
        #expect(reloads.count == 3)
        #expect(try versions.versions.map { $0.record?.from } == [nil, 1, 2])
    }

    @Test("a start trains what came meanwhile, and nothing else")
    func restart() async throws {
        try annotate("a", "1")
        try await whileTraining { _, news in _ = try await next(.trained, &news) }
        try annotate("b", "2")
        try await whileTraining { _, news in _ = try await next(.trained, &news) }
        #expect(trainer.jobs.map { $0.images.map(\.image) } == [["a.tif"], ["b.tif"]])
        // Other features: everything anew. Another depth: the same samples.
        try await whileTraining(settings { $0.features = "sobel" }) { _, news in _ = try await next(.trained, &news) }
        #expect(trainer.jobs.last?.takesDecisionsOnly == true && trainer.jobs.last?.images.count == 2)
        let deep = settings {
            $0.features = "sobel"
            $0.depth = 5
        }
        try await whileTraining(deep) { _, news in _ = try await next(.trained, &news) }
        #expect(trainer.jobs.last?.takesDecisionsOnly == false && trainer.jobs.last?.images.isEmpty == true)
        #expect(try classifier() == #"depth 5 sobel {"a.tif":"1","b.tif":"2"}"#)
    }

    @Test("a bad annotation is named and left out; the others are trained, and what was learned of it stays")
    func badAnnotation() async throws {
        try annotate("a", "1")
        try await whileTraining { status, news in
            _ = try await next(.trained, &news)
            try annotate("a", "bad")
            let told = try await next(.refused, &news)
            #expect(told.reason?.contains("a.tif is bad") == true && told.reason?.contains("mend it") == true)
            #expect(try classifier() == #"depth 2 {"a.tif":"1"}"#)
            #expect(status.line.contains("a.tif is not trained"), "\(status.line)")
            for name in ["b", "c"] { try annotate(name, "2") }
            while try classifier() != #"depth 2 {"a.tif":"1","b.tif":"2","c.tif":"2"}"# {
                _ = try await next(.trained, &news)
            }
            #expect(status.line.contains("a.tif is not trained"), "\(status.line)")
            try annotate("a", "3")
            _ = try await next(.trained, &news)
            #expect(try classifier() == #"depth 2 {"a.tif":"3","b.tif":"2","c.tif":"2"}"#)
        }
    }

    @Test("of several that are new at once only the bad ones are left out")
    func badAmongGood() async throws {
        for (name, text) in [("a", "1"), ("b", "bad"), ("c", "3")] { try annotate(name, text) }
        try await whileTraining { _, news in _ = try await next(.trained, &news) }
        #expect(try classifier() == #"depth 2 {"a.tif":"1","c.tif":"3"}"#)
    }

    @Test("one without an image waits for it, and a second one of an image is left out")
    func names() async throws {
        try annotate("d", "4")
        try await whileTraining { status, news in
            let told = try await next(.refused, &news)
            #expect(told.reason?.contains("has no image") == true)
            try home.write([1], to: "images/d.tif")
            _ = try await next(.trained, &news)
            #expect(try classifier() == #"depth 2 {"d.tif":"4"}"#)
            try annotate("d_labels", "5")
            let double = try await next(.refused, &news)
            #expect(double.reason?.contains("d.tif has the annotation d.tif") == true, "\(double)")
        }
        #expect(trainer.jobs.count == 1)
    }

    @Test("a worse one waits, and the next good one is taken")
    func worse() async throws {
        try annotate("a", "1")
        try await whileTraining { status, news in
            _ = try await next(.trained, &news)
            trainer.score(0.5, inForce: 0.8)
            try annotate("b", "2")
            let told = try await next(.candidate, &news)
            #expect(told.version == 2 && told.reason == "worse: F1 0.5000, the one in force 0.8000 on the same")
            #expect(try classifier() == #"depth 2 {"a.tif":"1"}"#)
            #expect(status.trainings.all.first?.waiting == 2)
            #expect(status.line.contains("nuclei.cl version 2 waits (segmentd promote)"), "\(status.line)")
            trainer.score(0.8, inForce: 0.8)
            try annotate("c", "3")
            _ = try await next(.trained, &news)
            #expect(try classifier() == #"depth 2 {"a.tif":"1","b.tif":"2","c.tif":"3"}"#)
            #expect(!status.line.contains("waits (segmentd promote)"), "\(status.line)")
        }
    }

    @Test("a classifier that somebody put there meanwhile stays in force")
    func byHand() async throws {
        try annotate("a", "1")
        try await whileTraining { _, news in
            _ = try await next(.trained, &news)
            let file = home.path("nuclei.cl")
            trainer.meanwhile {
                try? Array("by hand".utf8).withUnsafeBytes { bytes in
                    let output = try FileDescriptor.open(file, .writeOnly, options: [.truncate])
                    try output.closeAfter { _ = try output.write(bytes) }
                }
            }
            try annotate("b", "2")
            _ = try await next(.candidate, &news)
            #expect(try classifier() == "by hand")
            try annotate("c", "3")
            _ = try await next(.trained, &news)
        }
        #expect(try versions.versions.map { $0.record?.decision } == [.taken, .byHand, .waits, .taken])
    }

    @Test("samples that are damaged or not taken are no fault of annotations: what was in them is read again")
    func unusableSamples() async throws {
        try annotate("a", "1")
        try await whileTraining { _, news in
            _ = try await next(.trained, &news)
            try annotate("b", "2")
            _ = try await next(.trained, &news)
        }
        try home.write(Array("{}".utf8), to: "nuclei.versions/0002/samples")
        try annotate("c", "3")
        try await whileTraining { status, news in
            _ = try await next(.trained, &news)
            #expect(
                trainer.jobs.last?.continues == true && trainer.jobs.last?.images.map(\.image) == ["b.tif", "c.tif"]
            )
            trainer.refuseSamples(times: 1)
            try annotate("a", "4")
            let told = try await next(.refused, &news)
            #expect(told.reason?.contains("not taken") == true && !status.line.contains("a.tif is not trained"))
            try annotate("b", "5")
            _ = try await next(.trained, &news)
            #expect(try classifier() == #"depth 2 {"a.tif":"4","b.tif":"5","c.tif":"3"}"#)
        }
    }

    @Test("a classifier that somebody removed is missed, and told how to bring back")
    func goneClassifier() async throws {
        try annotate("a", "1")
        try await whileTraining { _, news in _ = try await next(.trained, &news) }
        try home.remove("nuclei.cl")
        try annotate("b", "bad")
        try await whileTraining { status, news in
            _ = try await next(.refused, &news)
            #expect(status.line.contains("nuclei.cl is gone, of which version 1 was in force"), "\(status.line)")
            try annotate("b", "2")
            _ = try await next(.trained, &news)
            #expect(!status.line.contains("is gone"), "\(status.line)")
        }
    }

    @Test("a save during a training starts the next one")
    func saveMeanwhile() async throws {
        let annotation = home.appending("annotations/a.tif")
        trainer.meanwhile { try? Data("2".utf8).write(to: URL(filePath: annotation)) }
        try annotate("a", "1")
        try await whileTraining { _, news in
            _ = try await next(.trained, &news)
            while try classifier() != #"depth 2 {"a.tif":"2"}"# { _ = try await next(.trained, &news) }
        }
    }

    @Test("a worker that is lost is tried again, and the trouble ends")
    func lostWorker() async throws {
        trainer.die(times: 1)
        try annotate("a", "1")
        try await whileTraining { status, news in
            let told = try await next(.refused, &news)
            #expect(told.reason?.isEmpty == false && status.line.contains("nuclei.cl cannot be trained"))
            _ = try await next(.trained, &news)
            #expect(!status.line.contains("cannot be trained"), "\(status.line)")
        }
    }
}

extension FileManager {
    fileprivate func moveItem(atPath source: String, toPath target: String, replacing: Bool) throws {
        guard rename(source, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
