import Files
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("A commit broken off after any step")
struct CrashPointTests {
    private let old = SampleResult(content: "old", outputs: [.mask, .labels, .classes, .objects])
    private let new = SampleResult(content: "new, longer", outputs: [.labels, .probabilities, .objects])

    @Test("a reader finds the old result, none, or the new one; the next run brings the new one")
    func killed() throws {
        var findings: [FolderReader.Finding] = []
        var step = 0
        while true {
            let folder = try TemporaryFolder()
            try old.commit(to: folder.results())
            let counter = StepCounter(failing: step, stopsAll: true)
            try? new.commit(to: folder.results(counter.calls))
            let finding = try FolderReader.look(at: folder, expecting: [old, new])
            findings.append(finding)
            #expect([.whole("old"), .nothing, .whole(new.content)].contains(finding), "step \(step): \(finding)")

            let results = try folder.results()
            try results.removeStaleTemporaries()
            try new.commit(to: results)
            #expect(try FolderReader.look(at: folder, expecting: [new]) == .whole(new.content), "step \(step)")
            #expect(try FolderReader.hidden(folder) == [])
            guard counter.hasStruck else { break }
            step += 1
        }
        // Steps: 4 files created, 3 of them and the summary synced, 1 written; the old summary goes and the names are
        // synced; 3 renames, 2 removals, the names synced; the summary's rename, the names synced.
        #expect(step == 19)
        #expect(findings.filter { $0 == .whole("old") }.count == 10)
        #expect(findings.last == .whole(new.content))
    }

    @Test("a single failed call leaves no hidden file, and an error that says where")
    func failing() throws {
        var step = 0
        while true {
            let folder = try TemporaryFolder()
            try old.commit(to: folder.results())
            let counter = StepCounter(failing: step, code: .noSpace, stopsAll: false)
            var failure: Failure?
            do {
                try new.commit(to: folder.results(counter.calls))
            } catch {
                failure = error as? Failure
            }
            guard counter.hasStruck else { break }
            #expect(failure?.kind == "disk_full" && failure?.isTransient == true, "step \(step)")
            #expect(failure?.description.contains(folder.path.string) == true)
            let finding = try FolderReader.look(at: folder, expecting: [old, new])
            #expect([.whole("old"), .nothing].contains(finding), "step \(step): \(finding)")
            #expect(try FolderReader.hidden(folder) == [], "step \(step)")
            try new.commit(to: folder.results())
            #expect(try FolderReader.look(at: folder, expecting: [new]) == .whole(new.content))
            step += 1
        }
        #expect(step == 19)
    }

    @Test("nothing is tried again after a failed sync", arguments: [4, 5, 6, 9])
    func failedSync(step: Int) throws {
        let folder = try TemporaryFolder()
        let counter = StepCounter(failing: step - 1, stopsAll: false)
        #expect(throws: Failure.self) { try new.commit(to: folder.results(counter.calls)) }
        let after = counter.changes.dropFirst(step - 1)
        #expect(after.first == .sync)
        #expect(after.dropFirst().allSatisfy { $0 == .remove })
        #expect(try folder.names().isEmpty)
    }

    @Test("withdrawing a result for a failure is whole at every step too")
    func failureRecord() throws {
        var step = 0
        while true {
            let folder = try TemporaryFolder()
            try old.commit(to: folder.results())
            let counter = StepCounter(failing: step, stopsAll: true)
            _ = try? folder.results(counter.calls).record(failure: new.failure(), names: new.names)
            let finding = try FolderReader.look(at: folder, expecting: [old, new])
            #expect([.whole("old"), .nothing, .failed(new.content)].contains(finding), "step \(step): \(finding)")
            try folder.results().removeStaleTemporaries()
            #expect(try folder.results().record(failure: new.failure(), names: new.names) == .recorded)
            #expect(try FolderReader.look(at: folder, expecting: [new]) == .failed(new.content), "step \(step)")
            #expect(try folder.names().count == 1)
            guard counter.hasStruck else { break }
            step += 1
        }
        #expect(step == 12)
    }
}
