import Files
import Glibc
import Imaging
import Service
import SystemPackage
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

@Suite("Projects as classifiers in force")
struct ProjectStoreTests {
    private let folder: TemporaryFolder
    private let kept: FilePath

    init() throws {
        folder = try TemporaryFolder()
        kept = try folder.makeFolder("kept")
    }

    private func store(
        _ whileReading: @escaping @Sendable (Int) throws(WorkerError) -> Void = { _ in }
    ) -> (ClassifierStore, ScriptedWorker) {
        let worker = ScriptedWorker([], whileReading: whileReading)
        return (ClassifierStore(keepingCopiesIn: kept, worker: worker), worker)
    }

    @Test("what decides pixels is the identity; names of classes come later without a new generation")
    func identity() async throws {
        let (store, _) = store()
        let path = try folder.write(ClassifierFixtures.project("nuclei"), to: "a.ilp")
        let first = try #require(try await store.read(path))
        await store.adopt(first)
        let copy = try folder.read("kept/\(first.reference.digest).extract")
        #expect(FileDigest.sha256(copy) == first.reference.digest && first.generation == 1)
        #expect(try first.reference.digest != FileDigest.sha256(ClassifierFixtures.project("nuclei")))
        #expect(first.reference.keptCopy == kept.appending("\(first.reference.digest).extract"))
        #expect(first.facts.classMarks.map(\.name) == ["background", "nuclei"])

        try folder.write(ClassifierFixtures.project("renamed"), to: "a.ilp")
        #expect(try await store.read(path) == nil)
        let renamed = try #require(store.classifier(at: path))
        #expect(renamed.generation == 1 && renamed.reference == first.reference)
        #expect(renamed.facts.classMarks.map(\.name) == ["nothing", "cells"])

        // By its first bytes, whatever it is called.
        let other = try folder.write(ClassifierFixtures.project("bright"), to: "b.cl")
        let bright = try #require(try await store.read(other))
        #expect(bright.reference.digest != first.reference.digest && !bright.facts.classMarks.isEmpty)
    }

    @Test("what a person should know of a project comes with it")
    func remarks() async throws {
        let (store, _) = store()
        let path = try folder.write(ClassifierFixtures.project("../ilastik/skipped"), to: "a.ilp")
        let remarks = try #require(try await store.read(path)).facts.remarks
        #expect(remarks.count == 2 && remarks.allSatisfy { $0.contains("has no annotations") }, "\(remarks)")
    }

    @Test("one that is half saved, cut or no project leaves the old one in force")
    func broken() async throws {
        let (store, _) = store()
        let whole = try ClassifierFixtures.project("bright")
        let path = try folder.write(ClassifierFixtures.project("nuclei"), to: "a.ilp")
        await store.adopt(try #require(try await store.read(path)))
        for bytes in [[], Array("no project".utf8), Array(whole.prefix(8)), Array(whole.prefix(whole.count / 2))] {
            try folder.write(bytes, to: "a.ilp")
            let failure = try await #require(throws: Failure.self) { try await store.read(path) }
            #expect(failure.kind == "classifier_refused" && failure.message.contains("a.ilp"), "\(failure)")
            #expect(!failure.isTransient)
        }
        #expect(store.classifier(at: path)?.generation == 1)
        #expect(try folder.names(in: "kept").count == 1)
    }

    @Test("what was saved while it was read counts for nothing, a refusal neither")
    func changing() async throws {
        let place = folder.path("a.ilp")
        let (store, worker) = store { _ throws(WorkerError) in
            guard let file = try? FileDescriptor.open(place, .writeOnly, options: .append) else { return }
            _ = try? file.closeAfter { try file.writeAll([0]) }
        }
        for bytes in [try ClassifierFixtures.project("nuclei"), Array("no project".utf8)] {
            let path = try folder.write(bytes, to: "a.ilp")
            let failure = try await #require(throws: Failure.self) { try await store.read(path) }
            #expect(failure.kind == Failure.projectChangingKind && failure.isTransient, "\(failure)")
        }
        #expect(worker.projectsRead == 2)
    }

    @Test(
        "a process that ends over a project is given a second chance; after that the project is to blame",
        arguments: [
            (WorkerError.died(status: "signal 11, Segmentation fault"), 2, "classifier_refused", false),
            (.died(status: "signal 9, Killed"), 2, "worker_unavailable", true),
            (.overdue(.seconds(60)), 1, "worker_unavailable", true),
            (.silent(.seconds(20)), 1, "worker_unavailable", true),
            (.interrupted, 1, "worker_unavailable", true),
        ]
    )
    func lost(error: WorkerError, attempts: Int, kind: String, isTransient: Bool) async throws {
        let path = try folder.write(ClassifierFixtures.project("nuclei"), to: "a.ilp")
        let (store, worker) = store { _ throws(WorkerError) in throw error }
        let failure = try await #require(throws: Failure.self) { try await store.read(path) }
        #expect(failure.kind == kind && failure.isTransient == isTransient && worker.projectsRead == attempts)
        let (lucky, _) = self.store { attempt throws(WorkerError) in
            if attempt == 1 { throw .died(status: "signal 11, Segmentation fault") }
        }
        #expect(try await lucky.read(path)?.generation == 1)
    }

    /// The bytes of a project that says the time of another one: what it holds was saved by halves.
    private static func half(_ name: String, at time: String) throws -> [UInt8] {
        var bytes = try ClassifierFixtures.project(name)
        let before = try #require(times[name])
        let place = try #require(bytes.firstRange(of: Array(before.utf8)))
        bytes.replaceSubrange(place, with: time.utf8)
        return bytes
    }

    /// When the projects of Tests/Fixtures/projects were saved.
    private static let times = [
        "nuclei": "Tue Nov 14 22:13:20 2023", "bright": "Tue Nov 14 22:13:21 2023",
        "renamed": "Tue Nov 14 22:13:22 2023",
    ]

    @Test(
        "another classifier, or other names, saved at the time of the one before are half saved",
        arguments: ["bright", "renamed"]
    )
    func halfSaved(name: String) async throws {
        let (store, _) = store()
        let path = try folder.write(ClassifierFixtures.project("nuclei"), to: "a.ilp")
        let first = try #require(try await store.read(path))
        let time = try #require(Self.times["nuclei"])
        // Also where the one before was read and is not in force.
        for isInForce in [false, true] {
            if isInForce { await store.adopt(first) }
            try folder.write(Self.half(name, at: time), to: "a.ilp")
            let failure = try await #require(throws: Failure.self) { try await store.read(path) }
            #expect(failure.kind == "project_half_saved" && !failure.isTransient, "\(failure)")
        }
        let inForce = try #require(store.classifier(at: path))
        #expect(inForce.reference == first.reference && inForce.facts.classMarks == first.facts.classMarks)
        // Saved to its end, it is taken; and so is what says the time of one that was read longer ago.
        try folder.write(ClassifierFixtures.project(name), to: "a.ilp")
        if let loaded = try await store.read(path) { await store.adopt(loaded) }
        #expect(store.classifier(at: path)?.save?.savedAt == Self.times[name])
        try folder.write(Self.half(name, at: "Tue Nov 14 22:13:23 2023"), to: "a.ilp")
        #expect(try await store.read(path) == nil)
        #expect(store.classifier(at: path)?.save?.savedAt == "Tue Nov 14 22:13:23 2023")
        // Once no recipe names the file, nothing is known of it any more.
        store.forget(path)
        try folder.write(Self.half("nuclei", at: "Tue Nov 14 22:13:23 2023"), to: "a.ilp")
        #expect(try await store.read(path)?.reference.digest == first.reference.digest)
    }

    @Test("where no copy can be kept, what was taken out of the project is held until one can")
    func noRoom() async throws {
        let path = try folder.write(ClassifierFixtures.project("nuclei"), to: "a.ilp")
        let homeless = ClassifierStore(keepingCopiesIn: folder.path("later"), worker: ScriptedWorker([]))
        let loaded = try #require(try await homeless.read(path))
        #expect(loaded.copyTrouble != nil)
        let held = try FileDescriptor.open(loaded.reference.keptCopy, .readOnly)
        #expect(try held.closeAfter { try FileDigest.sha256(fileDescriptor: held.rawValue) } == loaded.reference.digest)
        await homeless.adopt(loaded)
        try folder.makeFolder("later")
        #expect(try await homeless.read(path) == nil)
        let copy = folder.path("later/\(loaded.reference.digest).extract")
        #expect(homeless.classifier(at: path)?.reference.keptCopy == copy)
    }
}
