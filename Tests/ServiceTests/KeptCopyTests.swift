import Files
import Results
import Service
import Settings
import TestSupport
import Testing
import WorkerProtocol

@Suite("Kept copies of classifiers")
struct KeptCopyTests {
    private static let damage = Failure(
        kind: "kept_copy_damaged",
        message: "it was exchanged",
        remedy: "put it back",
        isTransient: true
    )

    @Test("a copy that the worker finds exchanged is made anew from the classifier's file, and the image is done")
    func madeAnew() async throws {
        let acquisition = try await Acquisition()
        let name = "kept/\(FileDigest.sha256(try ClassifierFixtures.bytes("nuclei"))).cl"
        try acquisition.folder.write(ClassifierFixtures.bytes("bright"), to: name)
        let worker = ScriptedWorker([.refuse(Self.damage), .finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        #expect(try acquisition.folder.read(name) == ClassifierFixtures.bytes("nuclei"))
    }

    @Test("where the classifier's file is another one by now, the image waits")
    func waits() async throws {
        let acquisition = try await Acquisition()
        try acquisition.folder.write(ClassifierFixtures.bytes("bright"), to: "nuclei.cl")
        let worker = ScriptedWorker([.refuse(Self.damage)])
        #expect(await acquisition.outcome(by: worker)?.word == "postponed: kept_copy_damaged")
        #expect(worker.jobs.count == 1)
        #expect(try acquisition.names() == ["x.tif"])
    }

    @Test("a copy that was exchanged before the start is made anew")
    func beforeStart() async throws {
        let acquisition = try await Acquisition()
        let name = "kept/\(FileDigest.sha256(try ClassifierFixtures.bytes("nuclei"))).cl"
        try acquisition.folder.write(ClassifierFixtures.bytes("bright"), to: name)
        let store = ClassifierStore(keepingCopiesIn: acquisition.folder.path("kept"), worker: ScriptedWorker([]))
        #expect(try await store.read(acquisition.settings.recipes[0].classifiers[0]) != nil)
        #expect(try acquisition.folder.read(name) == ClassifierFixtures.bytes("nuclei"))
    }
}
