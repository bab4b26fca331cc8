import Foundation
import Glibc
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import Watching
import WorkerProtocol

@Suite("explain and retry")
struct ExplainImageTests {
    private func explain(_ daemon: DaemonParts, _ paths: [FilePath]) async throws -> [ImageExplanation] {
        try await daemon.ask(DaemonRequest("explain", files: paths), for: ExplainReport.self).images
    }

    private func explain(_ daemon: DaemonParts, _ path: FilePath) async throws -> ImageExplanation {
        try #require(try await explain(daemon, [path]).first)
    }

    @Test("what is no image is named by what is the matter with it")
    func noImages() async throws {
        let acquisition = try await Acquisition()
        let (folder, daemon) = (acquisition.folder, DaemonParts(acquisition))
        try folder.makeFolder("in/results")
        try folder.makeFolder("in/.hidden")
        try folder.makeFolder("in/sub")
        for name in ["results/x.tif", ".hidden/x.tif", "notes.txt", "sub/x.tif"] {
            try folder.write([1], to: "in/\(name)")
        }
        try folder.link("in/away.tif", to: folder.appending("nuclei.cl"))
        try #require(mkfifo(folder.appending("in/pipe.tif"), 0o600) == 0)
        _ = await acquisition.process(by: ScriptedWorker([.finish]))
        let expected: [(String, ImageExplanation.State, String)] = [
            ("nuclei.cl", .outside, folder.appending("in")), ("in/notes.txt", .ignored, ".tif"),
            ("in/results/x.tif", .ignored, "results"), ("in/.hidden/x.tif", .ignored, "hidden"),
            ("in/gone.tif", .missing, "no such file"), ("in/away.tif", .passedOver, "leads out"),
            ("in/pipe.tif", .passedOver, "pipe"), ("in/x_mask.tif", .ownOutput, "result"),
        ]
        try await daemon.answering {
            let said = try await explain(daemon, expected.map { folder.path($0.0) })
            for (explanation, (name, state, word)) in zip(said, expected) {
                #expect(explanation.state == state && explanation.words.contains(word), "\(name): \(explanation.words)")
            }
            #expect(said.count == expected.count)
            // Asked by a way with a link in it.
            try folder.link("way", to: folder.appending("in"))
            #expect(try await explain(daemon, folder.path("way/x.tif")).state == .done)
        }
    }

    @Test("done, then stale by content, classifier and recipe; the result's classifier is named")
    func results() async throws {
        var acquisition = try await Acquisition()
        let path = acquisition.folder.path("in/x.tif")
        acquisition.settings.onNewClassifier = .redo
        let daemon = DaemonParts(acquisition)
        #expect(await daemon.processor.process(path, in: acquisition.settings)?.first?.word == "done")
        let summary = try #require(try acquisition.summary())
        try await daemon.answering {
            let done = try await explain(daemon, path)
            #expect(done.state == .done && done.recipes[0].classifierDigest == summary.classifier?.sha256)
            #expect(done.recipes[0].generation == 1 && done.recipes[0].settingsDigest == summary.settings.digest)
            #expect(done.recipes[0].summary?.path == acquisition.folder.path("in/x_summary.json"))
            try await acquisition.swap(to: "bright")
            let old = try await explain(daemon, path)
            #expect(old.state == .due && old.recipes[0].words.contains("the classifier has changed"))
            try acquisition.folder.write(ClassifierFixtures.image(2) + [0], to: "in/x.tif")
            let changed = try await explain(daemon, path)
            #expect(changed.state == .due && changed.recipes[0].words.contains("the image has changed"))
            try acquisition.folder.remove("in/x_summary.json")
            #expect(try await explain(daemon, path).recipes[0].words.contains("there is no summary"))
        }
    }

    @Test("an image whose workers are lost waits for its turn, is parked, and retry takes it up at once")
    func losses() async throws {
        let acquisition = try await Acquisition()
        let path = acquisition.folder.path("in/x.tif")
        var policy = RetryPolicy()
        policy.most = 2
        policy.firstPause = .seconds(600)
        let worker = ScriptedWorker([.die, .die, .finish])
        let processor = acquisition.processor(by: worker, retries: policy)
        let daemon = DaemonParts([acquisition.settings], in: acquisition.folder.path, processor: processor)
        try await daemon.answering {
            #expect(await acquisition.word(by: processor) == "later")
            let waiting = try await explain(daemon, path)
            #expect(waiting.state == .retried && waiting.recipes[0].words.contains("lost over it 1 times"))
            // Nothing is tried before its time, unless somebody asks.
            #expect(await acquisition.word(by: processor) == "later" && worker.jobs.count == 1)
            let report: RetryReport = try await daemon.ask(DaemonRequest("retry", files: [path]))
            #expect(report.areAllQueued)
            let queued = try await explain(daemon, path)
            #expect(queued.state == .queued && queued.queue?.ahead == 0 && queued.queue?.isLive == true)
            let entry = try #require(await daemon.queue.next())
            #expect(entry.path == path && entry.scope == .failures)
            let outcomes = await processor.process(path, in: acquisition.settings, scope: entry.scope)
            #expect(outcomes?.first?.word == "later" && worker.jobs.count == 2)
        }
    }

    @Test("parked after its losses: explain says until when, the scan leaves it, and retry does it")
    func parked() async throws {
        let acquisition = try await Acquisition()
        let path = acquisition.folder.path("in/x.tif")
        var policy = RetryPolicy()
        policy.most = 1
        let worker = ScriptedWorker([.die, .finish])
        let processor = acquisition.processor(by: worker, retries: policy)
        let daemon = DaemonParts([acquisition.settings], in: acquisition.folder.path, processor: processor)
        try await daemon.answering {
            #expect(await acquisition.word(by: processor) == "failed: worker_lost")
            let parked = try await explain(daemon, path)
            #expect(parked.state == .parked && parked.recipes[0].words.contains("60 min"), "\(parked.text)")
            #expect(parked.recipes[0].error?.kind == "worker_lost")
            #expect(await acquisition.word(by: processor) == "up to date")
            let report: RetryReport = try await daemon.ask(DaemonRequest("retry", files: [path]))
            #expect(report.areAllQueued)
            let entry = try #require(await daemon.queue.next())
            let outcomes = await processor.process(path, in: acquisition.settings, scope: entry.scope)
            #expect(outcomes?.first?.word == "done")
        }
    }

    @Test("failed, postponed, written, paused, in work: each with its reason; retry refuses what cannot be tried")
    func waiting() async throws {
        let acquisition = try await Acquisition()
        let path = acquisition.folder.path("in/x.tif")
        let broken = Failure(kind: "truncated_data", message: "strip 3 is cut", remedy: "copy it again")
        let daemon = DaemonParts(acquisition, by: ScriptedWorker([.refuse(broken)]))
        try await daemon.answering {
            #expect(
                await daemon.processor.process(path, in: acquisition.settings)?.first?.word == "failed: truncated_data"
            )
            let failed = try await explain(daemon, path)
            #expect(failed.state == .failed && failed.recipes[0].error?.message.contains("strip 3 is cut") == true)
            let entry = ImageQueue.Entry(folder: 0, path: path, arrival: .live, lastChange: .now)
            let full = Failure(kind: "disk_full", message: "no space", remedy: "free some", isTransient: true)
            daemon.postponed.postpone(entry, because: full)
            let postponed = try await explain(daemon, path)
            #expect(postponed.state == .postponed && postponed.words.contains("no space; free some"))
            let writer = open(path.string, O_WRONLY)
            let written = try await explain(daemon, path)
            #expect(written.state == .written)
            let refused: RetryReport = try await daemon.ask(
                DaemonRequest("retry", files: [path, acquisition.folder.path("in/gone.tif")])
            )
            #expect(refused.images.map(\.isQueued) == [false, false] && daemon.queue.count == 0)
            close(writer)
            let paused: FoldersReport = try await daemon.ask(DaemonRequest("pause", folder: acquisition.settings.path))
            #expect(paused.folders.map(\.path) == [acquisition.settings.path])
            #expect(try await explain(daemon, path).isPaused && daemon.status.line.contains("paused"))
            let status: StatusReport = try await daemon.ask(DaemonRequest("status"))
            #expect(status.folders[0].isPaused && status.folders[0].postponed?.images == 1)
            _ = try await daemon.ask(DaemonRequest("resume"), for: FoldersReport.self)
            #expect(!daemon.status.line.contains("paused"))
        }
    }

    @Test("reload answers when it is done, with what came of each classifier")
    func reload() async throws {
        let acquisition = try await Acquisition()
        let state = ClassifierState(
            file: "/a.cl",
            digest: nil,
            generation: nil,
            secondsInForce: nil,
            refused: "it is broken",
            change: .refused
        )
        let daemon = DaemonParts(
            [acquisition.settings],
            in: acquisition.folder.path,
            processor: acquisition.processor(by: ScriptedWorker([])),
            reload: { ReloadReport(configuration: ConfigurationChange(), classifiers: [state]) }
        )
        try await daemon.answering {
            let report: ReloadReport = try await daemon.ask(DaemonRequest("reload"))
            #expect(report.classifiers == [state] && !report.isWell && report.text.contains("it is broken"))
        }
    }
}
