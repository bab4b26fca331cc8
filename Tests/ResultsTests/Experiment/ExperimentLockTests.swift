import Files
import Results
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Taking turns at the tables of an experiment")
struct ExperimentLockTests {
    private let folder: TemporaryFolder
    private let a = MeasuredImage(image: "a.tif", values: ["0.1"])
    private let b = MeasuredImage(image: "b.tif", values: ["0.2"])

    /// Tables that hold `a`, beside a result of `b`.
    init() throws {
        folder = try TemporaryFolder()
        try a.commit(below: folder)
        _ = try folder.tables().update(.everything)
        try b.commit(below: folder)
    }

    /// Opens and locks the table of images as another process does.
    private func locked() throws -> Descriptor {
        let results = try folder.results()
        let file = try FileCalls().openFile(ExperimentTables.imagesName, in: results.descriptor)
        try #require(try FileCalls().lock(file))
        return file
    }

    private func update(_ calls: FileCalls) throws -> ExperimentOutcome {
        var work = ExperimentWork()
        work.calls = calls
        return try folder.tables(work).update(.results([b.news]))
    }

    @Test("whoever comes while another writes changes nothing, and succeeds later")
    func held() throws {
        let before = ReadTables(folder)
        let other = try locked()
        let failure = #expect(throws: Failure.self) { try update(FileCalls(patience: .zero)) }
        #expect(failure?.kind == "tables_locked" && failure?.isTransient == true)
        #expect(ReadTables(folder) == before)
        withExtendedLifetime(other) {}
    }

    @Test("a table that was replaced between opening and locking is not the one to go by")
    func replaced() throws {
        let others = Mutex<[Descriptor]>([])
        let calls = FileCalls(patience: .zero) { [folder] call throws(Errno) in
            guard call == .lock, others.withLock(\.isEmpty) else { return }
            // Another process puts a new table in place, and goes on holding it.
            do {
                try folder.write(folder.read("segmentd_images.csv"), to: "new")
                try FileCalls().rename(folder.path("new"), to: folder.path("segmentd_images.csv"))
                others.withLock { others in if let other = try? locked() { others.append(other) } }
            } catch {
                Issue.record("\(error)")
            }
        }
        let before = ReadTables(folder)
        let failure = #expect(throws: Failure.self) { try update(calls) }
        #expect(failure?.kind == "tables_locked" && others.withLock(\.count) == 1)
        #expect(ReadTables(folder) == before)
        others.withLock { $0 = [] }
        #expect(try update(FileCalls()).images == 2)
    }
}
