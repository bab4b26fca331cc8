import Files
import Ledger
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

@Suite("Images over which workers or the daemon are lost")
struct LostWorkerTests {
    private static let all = ["x.tif", "x_labels.tif", "x_mask.tif", "x_objects.csv", "x_summary.json"]
    private static let most = RetryPolicy().most

    @Test("a worker that dies over an image gets it once more, and the result is whole")
    func diesOnce() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.die, .finish])
        let processor = acquisition.processor(by: worker)
        #expect(await acquisition.word(by: processor) == "later")
        #expect(try acquisition.names() == ["x.tif"])
        #expect(await acquisition.word(by: processor) == "done")
        #expect(worker.jobs.count == 2)
        #expect(worker.jobs[0] == worker.jobs[1])
        #expect(try acquisition.names() == Self.all)
        let summary = try #require(try acquisition.summary())
        #expect(summary.status == .done)
        #expect(summary.image.sha256 == FileDigest.sha256(try ClassifierFixtures.image()))
        for output in summary.outputs {
            #expect(FileDigest.sha256(try acquisition.folder.read("in/\(output.name)")) == output.sha256)
        }
        #expect(summary.outputs.map(\.kind) == [.mask, .labels, .objects])
    }

    @Test("the pause after a loss is kept, however often the image is found again")
    func pause() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.die, .finish])
        var retries = RetryPolicy()
        retries.firstPause = .seconds(3600)
        let processor = acquisition.processor(by: worker, retries: retries)
        for _ in 0..<3 { #expect(await acquisition.word(by: processor) == "later") }
        #expect(worker.jobs.count == 1)
    }

    @Test("an image over which every worker dies is given up for a while, with a summary that says so")
    func diesAlways() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.die])
        let processor = acquisition.processor(by: worker)
        for _ in 1..<Self.most { #expect(await acquisition.word(by: processor) == "later") }
        #expect(await acquisition.word(by: processor) == "failed: worker_lost")
        #expect(worker.jobs.count == Self.most)
        #expect(try acquisition.names() == ["x.tif", "x_summary.json"])
        #expect(try acquisition.summary()?.status == .failed)
        let error = try #require(try acquisition.summary()?.error)
        #expect(error.attempts == Self.most)
        #expect(error.message.contains("signal 11"))
        #expect(error.remedy.contains("after an hour"))
        // The next scan leaves it alone.
        #expect(await acquisition.word(by: processor) == "up to date")
        #expect(worker.jobs.count == Self.most)
        // The next start does not.
        #expect(await acquisition.word(by: acquisition.processor(by: worker)) == "later")
        #expect(await acquisition.word(by: acquisition.processor(by: ScriptedWorker([.finish]))) == "done")
    }

    @Test("an image that was given up is tried once more after its rest")
    func rest() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker(Array(repeating: .die, count: Self.most + 1) + [.finish])
        var retries = Acquisition.withoutPauses
        retries.rest = .zero
        let processor = acquisition.processor(by: worker, retries: retries)
        for _ in 1..<Self.most { #expect(await acquisition.word(by: processor) == "later") }
        #expect(await acquisition.word(by: processor) == "failed: worker_lost")
        #expect(await acquisition.word(by: processor) == "failed: worker_lost")
        #expect(await acquisition.word(by: processor) == "done")
        #expect(worker.jobs.count == Self.most + 2)
        #expect(try acquisition.names() == Self.all)
    }

    @Test("an image that was given up is tried again with another classifier")
    func otherClassifier() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker(Array(repeating: .die, count: Self.most) + [.finish])
        let processor = acquisition.processor(by: worker)
        for _ in 0..<Self.most { _ = await acquisition.word(by: processor) }
        #expect(await acquisition.word(by: processor) == "up to date")
        try await acquisition.swap(to: "surroundings")
        #expect(await acquisition.word(by: processor) == "done")
    }

    @Test("an image that takes too long, for which all others wait, is given up sooner")
    func hangs() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.hang])
        let processor = acquisition.processor(by: worker)
        #expect(await acquisition.word(by: processor) == "later")
        #expect(await acquisition.word(by: processor) == "later")
        #expect(await acquisition.word(by: processor) == "failed: worker_lost")
    }

    @Test("what changes while the worker dies over it is not blamed")
    func changedAndLost() async throws {
        let acquisition = try await Acquisition()
        let folder = acquisition.folder
        let worker = ScriptedWorker([
            .die, .die, .disturbAndDie { try folder.touch("in/x.tif", seconds: 1_000_000_000) }, .finish,
        ])
        let processor = acquisition.processor(by: worker)
        #expect(await acquisition.word(by: processor) == "later")
        #expect(await acquisition.word(by: processor) == "later")
        #expect(await acquisition.word(by: processor) == "changed")
        #expect(try acquisition.names() == ["x.tif"])
    }

    @Test("an image over which the daemon died comes after the others, and is done")
    func daemonDied() async throws {
        let acquisition = try await Acquisition()
        let ledger = try await ledger(of: acquisition, deaths: 2)
        let worker = ScriptedWorker([.finish])
        let processor = acquisition.processor(by: worker, ledger: ledger)
        #expect(await acquisition.word(by: processor) == "later")
        #expect(worker.jobs.isEmpty)
        #expect(await acquisition.word(by: processor) == "done")
        #expect(try acquisition.summary()?.status == .done)
    }

    @Test("losses of workers and of the daemon add up, over its restarts too")
    func restarts() async throws {
        let acquisition = try await Acquisition()
        let ledger = try await ledger(of: acquisition, deaths: 2)
        let worker = ScriptedWorker([.die])
        // Each start waits first: for the daemon's death, or for the losses before.
        for _ in 0..<2 {
            let processor = acquisition.processor(by: worker, ledger: ledger)
            for _ in 0..<3 { #expect(await acquisition.word(by: processor) == "later") }
        }
        #expect(worker.jobs.count == 4)
        try await begin(acquisition, ledger)
        let last = acquisition.processor(by: worker, ledger: ledger)
        #expect(await acquisition.word(by: last) == "later")
        #expect(await acquisition.word(by: last) == "failed: worker_lost")
        #expect(try acquisition.summary()?.error?.attempts == Self.most)
        #expect(worker.jobs.count == 5)
        #expect(await acquisition.word(by: last) == "up to date")
        // A start tries what was given up once.
        let next = acquisition.processor(by: worker, ledger: ledger)
        #expect(await acquisition.word(by: next) == "failed: worker_lost")
        #expect(await acquisition.word(by: next) == "up to date")
        #expect(worker.jobs.count == 6)
        let well = acquisition.processor(by: ScriptedWorker([.finish]), ledger: ledger)
        #expect(await acquisition.word(by: well) == "done")
    }

    @Test("an image that takes the daemon down each time is given up without being touched, and tried at later starts")
    func takesDaemonDown() async throws {
        let acquisition = try await Acquisition()
        let ledger = try await ledger(of: acquisition, deaths: Self.most)
        let worker = ScriptedWorker([.finish])
        let processor = acquisition.processor(by: worker, ledger: ledger)
        #expect(await acquisition.word(by: processor) == "failed: daemon_lost")
        #expect(worker.jobs.isEmpty)
        #expect(try acquisition.summary()?.error?.attempts == Self.most)
        #expect(await acquisition.word(by: processor) == "up to date")
        // It takes the next one down, too: that is one death more, and no more attempts.
        try await begin(acquisition, ledger)
        let next = acquisition.processor(by: worker, ledger: ledger)
        #expect(await acquisition.word(by: next) == "failed: daemon_lost")
        #expect(try acquisition.summary()?.error?.attempts == Self.most + 1)
        #expect(worker.jobs.isEmpty)
        // The one after that finds it well.
        #expect(await acquisition.word(by: acquisition.processor(by: worker, ledger: ledger)) == "done")
    }

    /// A ledger of a daemon that died `deaths` times while it worked on the image.
    private func ledger(of acquisition: Acquisition, deaths: Int) async throws -> Ledger {
        let ledger = await Ledger(at: acquisition.folder.path("ledger.sqlite").string) { Issue.record("\($0)") }
        for _ in 0..<deaths { try await begin(acquisition, ledger) }
        return ledger
    }

    /// Begins an attempt that never ends.
    private func begin(_ acquisition: Acquisition, _ ledger: Ledger) async throws {
        let recipe = acquisition.settings.recipes[0]
        let image = acquisition.folder.path("in/x.tif")
        let file = try FileDescriptor.open(image, .readOnly)
        defer { try? file.close() }
        let identity = try FileCalls().state(of: file.rawValue).identity
        let loaded = try #require(acquisition.store.classifier(at: recipe.classifiers[0]))
        _ = try await ledger.beginAttempt(
            path: Array(image.string.utf8),
            recipe: "",
            identity: identity,
            classifierDigest: loaded.reference.digest,
            settingsDigest: try RecipePlan(recipe, classifier: loaded.facts, digest: loaded.reference.digest).recipe
                .digest
        )
    }
}
