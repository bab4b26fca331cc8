import Files
import Glibc
import Ledger
import Results
import Service
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images that are handed out as soon as they are closed")
struct EarlyImageTests {
    private static let cutOff = Failure(
        kind: "truncated_data",
        message: "it ends early",
        remedy: "copy it again",
        mayBeUnfinished: true
    )

    private func process(
        _ acquisition: Acquisition,
        by worker: ScriptedWorker,
        ledger: Ledger? = nil,
        handedOut: FileState? = nil,
        isEarly: Bool
    ) async -> String? {
        await acquisition.processor(by: worker, ledger: ledger).process(
            acquisition.folder.path("in/x.tif"),
            in: acquisition.settings,
            isSuspect: true,
            handedOut: handedOut,
            isEarly: isEarly
        )?.first?.word
    }

    @Test("a failure that an unfinished writer explains is nobody's, until the image was left alone")
    func incomplete() async throws {
        let acquisition = try await Acquisition()
        let ledger = await Ledger(at: acquisition.folder.path("ledger.sqlite").string) { _ in }
        let worker = ScriptedWorker([.refuse(Self.cutOff), .refuse(Self.cutOff), .finish])
        #expect(await process(acquisition, by: worker, ledger: ledger, isEarly: true) == "incomplete")
        #expect(try acquisition.names() == ["x.tif"])
        #expect(try await ledger.counts().isEmpty)
        #expect(await process(acquisition, by: worker, ledger: ledger, isEarly: false) == "failed: truncated_data")
        #expect(try acquisition.summary()?.error?.attempts == 1)
        #expect(worker.jobs.map(\.mustBeWhole) == [true, false])
    }

    @Test("an earlier result stays as long as that")
    func earlierResult() async throws {
        let acquisition = try await Acquisition()
        #expect(await process(acquisition, by: ScriptedWorker([.finish]), isEarly: true) == "done")
        let before = try acquisition.names()
        try acquisition.folder.write(ClassifierFixtures.image(1), to: "in/x.tif")
        #expect(await process(acquisition, by: ScriptedWorker([.refuse(Self.cutOff)]), isEarly: true) == "incomplete")
        #expect(try acquisition.names() == before)
        #expect(try acquisition.summary()?.revision == 1)
        #expect(await process(acquisition, by: ScriptedWorker([.finish]), isEarly: false) == "done")
        #expect(try acquisition.summary()?.revision == 2)
    }

    @Test("any other failure counts at once")
    func otherFailure() async throws {
        let acquisition = try await Acquisition()
        let failure = Failure(kind: "unsupported_samples", message: "complex", remedy: "save it as real")
        let word = await process(acquisition, by: ScriptedWorker([.refuse(failure)]), isEarly: true)
        #expect(word == "failed: unsupported_samples")
    }

    @Test("an image that is not as it was when it was handed out is not begun", arguments: [false, true])
    func otherState(isEarly: Bool) async throws {
        let acquisition = try await Acquisition()
        let path = acquisition.folder.path("in/x.tif")
        let state = try FileCalls().state(at: path)
        try acquisition.folder.touch("in/x.tif", seconds: 1_234_567_890)
        let worker = ScriptedWorker([.finish])
        #expect(await process(acquisition, by: worker, handedOut: state, isEarly: isEarly) == "unfinished")
        #expect(worker.jobs.isEmpty)
        let now = try FileCalls().state(at: path)
        #expect(await process(acquisition, by: worker, handedOut: now, isEarly: isEarly) == "done")
    }

    @Test("an image that somebody has open for writing is not begun")
    func openForWriting() async throws {
        let acquisition = try await Acquisition()
        let writer = try FileDescriptor.open(acquisition.folder.path("in/x.tif"), .writeOnly)
        let worker = ScriptedWorker([.finish])
        #expect(await process(acquisition, by: worker, isEarly: true) == "unfinished")
        #expect(worker.jobs.isEmpty)
        try writer.close()
        #expect(await process(acquisition, by: worker, isEarly: true) == "done")
    }
}
