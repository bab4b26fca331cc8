import Files
import Glibc
import Results
import Service
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Digests of images that failed")
struct FailedImageTests {
    private static let refusal = Failure(kind: "truncated_data", message: "it ends early", remedy: "copy it again")

    @Test("are computed once, by the worker")
    func once() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.refuse(Self.refusal)])
        #expect(await acquisition.outcome(by: worker)?.word == "failed: truncated_data")
        #expect(worker.digests == ["x.tif"])
        #expect(try acquisition.summary()?.image.sha256 == FileDigest.sha256(try ClassifierFixtures.image()))
    }

    @Test("of a file of 8 GB are not worth its time, unless there is a result that it may be compared with")
    func large() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.refuse(Self.refusal)])
        #expect(truncate(acquisition.folder.path("in/x.tif").string, 8 << 30) == 0)
        #expect(await acquisition.outcome(by: worker)?.word == "failed: truncated_data")
        #expect(worker.digests.isEmpty)
        let summary = try #require(try acquisition.summary())
        #expect(summary.image.sha256 == nil && summary.image.size == 8 << 30)
        #expect(await acquisition.outcome(by: worker)?.word == "up to date")
        #expect(worker.jobs.count == 1 && worker.digests.isEmpty)
    }

    @Test("are not what keeps an image from being given up")
    func killsAll() async throws {
        let acquisition = try await Acquisition()
        var retries = Acquisition.withoutPauses
        retries.most = 1
        let worker = ScriptedWorker([.die], readsImages: false)
        let processor = acquisition.processor(by: worker, retries: retries)
        #expect(await acquisition.word(by: processor) == "failed: worker_lost")
        #expect(try acquisition.summary()?.image.sha256 == nil)
    }

    @Test("are needed where an earlier result lies there: without a worker to read it, the image waits")
    func waits() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish, .refuse(Self.refusal)], readsImages: false)
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        try acquisition.folder.write(ClassifierFixtures.image(1) + [0], to: "in/x.tif")
        #expect(await acquisition.outcome(by: worker)?.word == "postponed: worker_unavailable")
        #expect(try acquisition.summary()?.status == .done)
    }
}
