import Classifiers
import Files
import Foundation
import Results
import Service
import SystemPackage
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

@Suite("Classifiers in force")
struct ClassifierStoreTests {
    private let folder: TemporaryFolder
    private let kept: FilePath
    private let store: ClassifierStore

    init() throws {
        folder = try TemporaryFolder()
        kept = try folder.makeFolder("kept")
        store = ClassifierStore(keepingCopiesIn: kept, worker: ScriptedWorker([]))
    }

    /// Reads the file at `path` and puts it into force; nil when nothing new was there.
    private func swap(_ path: FilePath) async throws -> ClassifierStore.Loaded? {
        guard let loaded = try await store.read(path) else { return nil }
        await store.adopt(loaded)
        return loaded
    }

    @Test("swaps are counted, and the same bytes are no swap")
    func generations() async throws {
        let path = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        #expect(store.classifier(at: path) == nil)
        let first = try #require(await swap(path))
        #expect(first.generation == 1)
        #expect(first.reference.name == "a.cl")
        #expect(first.reference.digest == FileDigest.sha256(try ClassifierFixtures.bytes("nuclei")))
        // Saved again without a change, under a new time.
        try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        try folder.touch("a.cl", seconds: 1_000_000_000)
        #expect(try await swap(path) == nil)
        #expect(store.classifier(at: path)?.generation == 1)

        try folder.write(ClassifierFixtures.bytes("surroundings"), to: "a.cl")
        #expect(try await swap(path)?.generation == 2)
        #expect(store.classifier(at: path)?.facts.foreground == .fixedClass(1))
        // Back to the first one: a swap as well.
        try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        let third = try #require(await swap(path))
        #expect(third.generation == 3)
        #expect(third.reference.keptCopy == first.reference.keptCopy)
    }

    @Test("each path has its own generations")
    func paths() async throws {
        let a = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        let b = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "b.cl")
        _ = try await swap(a)
        try folder.write(ClassifierFixtures.bytes("bright"), to: "a.cl")
        _ = try await swap(a)
        #expect(try await swap(b)?.generation == 1)
        #expect(store.classifier(at: a)?.generation == 2)
    }

    @Test("what was read is not in force before it is adopted")
    func reading() async throws {
        let path = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        #expect(try await store.read(path)?.generation == 1)
        #expect(store.classifier(at: path) == nil)
        #expect(try await store.read(path)?.generation == 1)
    }

    @Test("a broken, half-written or absent file leaves the old classifier in force")
    func broken() async throws {
        let whole = try ClassifierFixtures.bytes("bright")
        let path = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        let good = try #require(await swap(path))
        for bytes in [[], Array("#include <stdlib.h>\n".utf8), Array(whole.prefix(whole.count / 2))] {
            try folder.write(bytes, to: "a.cl")
            let failure = try await #require(throws: Failure.self) { try await store.read(path) }
            #expect(failure.kind == "classifier_refused")
            #expect(failure.message.contains(bytes.isEmpty ? "a.cl is empty" : "a.cl:"))
        }
        try folder.remove("a.cl")
        let failure = try await #require(throws: Failure.self) { try await store.read(path) }
        #expect(failure.kind == "classifier_unreadable")
        #expect(failure.isTransient)
        #expect(store.classifier(at: path)?.reference == good.reference)
        #expect(try folder.names(in: "kept").count == 1)
    }

    @Test("a copy of every good classifier is kept under its digest, to reproduce old results with")
    func copies() async throws {
        let path = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        let first = try #require(await swap(path)).reference
        try folder.write(ClassifierFixtures.bytes("bright"), to: "a.cl")
        let second = try #require(await swap(path)).reference
        #expect(try folder.names(in: "kept") == ["\(first.digest).cl", "\(second.digest).cl"].sorted())
        #expect(try folder.read("kept/\(first.digest).cl") == ClassifierFixtures.bytes("nuclei"))
        #expect(try folder.read("kept/\(second.digest).cl") == ClassifierFixtures.bytes("bright"))
        #expect(second.keptCopy == kept.appending("\(second.digest).cl"))
    }

    @Test("a damaged copy is written anew")
    func damagedCopy() async throws {
        let path = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        let digest = FileDigest.sha256(try ClassifierFixtures.bytes("nuclei"))
        try folder.write(Array("half a cop".utf8), to: "kept/\(digest).cl")
        _ = try await swap(path)
        #expect(try folder.read("kept/\(digest).cl") == ClassifierFixtures.bytes("nuclei"))
        #expect(try folder.names(in: "kept") == ["\(digest).cl"])
    }

    @Test("where no copy can be kept, the file itself comes into force, and a copy is made as soon as that is possible")
    func noRoom() async throws {
        let path = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        let homeless = ClassifierStore(keepingCopiesIn: folder.path("later"), worker: ScriptedWorker([]))
        let loaded = try #require(try await homeless.read(path))
        #expect(loaded.copyTrouble?.kind == "state_unwritable" && loaded.copyTrouble?.isTransient == true)
        #expect(loaded.reference.keptCopy == path)
        #expect(loaded.reference.digest == FileDigest.sha256(try ClassifierFixtures.bytes("nuclei")))
        await homeless.adopt(loaded)
        #expect(try await homeless.read(path) == nil)
        #expect(homeless.classifier(at: path)?.copyTrouble != nil)
        try folder.makeFolder("later")
        #expect(try await homeless.read(path) == nil)
        let kept = try #require(homeless.classifier(at: path))
        #expect(kept.copyTrouble == nil && kept.generation == 1)
        #expect(kept.reference.keptCopy == folder.path("later/\(loaded.reference.digest).cl"))
        #expect(try folder.names(in: "later") == ["\(loaded.reference.digest).cl"])
    }

    @Test(
        "a full disk leaves no half copy behind",
        .enabled(if: SmallDisk.isPossible, "only root can mount a small disk")
    )
    func fullDisk() async throws {
        let disk = try SmallDisk(kilobytes: 256)
        try disk.fill()
        let path = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "a.cl")
        let store = ClassifierStore(keepingCopiesIn: disk.path, worker: ScriptedWorker([]))
        let loaded = try #require(try await store.read(path))
        #expect(loaded.copyTrouble?.message.contains("No space left") == true && loaded.reference.keptCopy == path)
        await store.adopt(loaded)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path.string) == ["filling"])
        try disk.empty()
        #expect(try await store.read(path) == nil)
        #expect(store.classifier(at: path)?.reference.keptCopy == disk.path.appending("\(loaded.reference.digest).cl"))
    }
}
