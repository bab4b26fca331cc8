import Dispatch
import Files
import Glibc
import Results
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Two who commit in one folder")
struct CommittersTests {
    private let one = SampleResult(content: "one", outputs: [.mask, .labels, .objects])
    private let two = SampleResult(content: "two, longer", outputs: [.labels, .classes, .objects])

    @Test("leave the whole result of one of them")
    func nothingTorn() throws {
        let folder = try TemporaryFolder()
        for round in 0..<20 {
            let errors = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 2) { index in
                do {
                    try (index == 0 ? one : two).commit(to: folder.results())
                } catch {
                    errors.withLock { $0.append("\(error)") }
                }
            }
            #expect(errors.withLock { $0 } == [], "round \(round)")
            let finding = try FolderReader.look(at: folder, expecting: [one, two])
            #expect([.whole(one.content), .whole(two.content)].contains(finding), "round \(round): \(finding)")
            #expect(try FolderReader.hidden(folder) == [])
        }
    }

    @Test("who finds the same result in place leaves it there")
    func doneBefore() throws {
        let folder = try TemporaryFolder()
        try two.commit(to: folder.results())
        let late = try begin(one, in: folder)
        try one.commit(to: folder.results())
        let before = try inodes(folder)
        var summary = one.summary
        summary.timings = .init(waited: 1)
        var theirs = one.summary
        theirs.revision = 2
        #expect(try late.commit(summary) == .doneBefore(theirs))
        #expect(try inodes(folder) == before)
        #expect(try FolderReader.hidden(folder) == [])
    }

    @Test("a result that was there from the start is replaced, and so is that of another classifier")
    func replaced() throws {
        let folder = try TemporaryFolder()
        try one.commit(to: folder.results())
        let again = try begin(one, in: folder)
        #expect(try again.commit(one.summary) == .committed(one.summary))
        let late = try begin(one, in: folder)
        try one.commit(to: folder.results())
        var summary = one.summary
        summary.classifier?.sha256 = "c2"
        #expect(try late.commit(summary) == .committed(summary))
        #expect(try folder.results().summary(one.names.summary) == .found(summary))
    }

    @Test("an image that has changed by then gets neither result nor failure")
    func imageChanged() throws {
        let folder = try TemporaryFolder()
        try two.commit(to: folder.results())
        #expect(try begin(one, in: folder).commit(one.summary, isCurrent: { false }) == .imageChanged)
        let record = try folder.results().record(failure: one.failure(), names: one.names, isCurrent: { false })
        #expect(record == .imageChanged)
        #expect(try FolderReader.look(at: folder, expecting: [one, two]) == .whole(two.content))
        #expect(try FolderReader.hidden(folder) == [])
    }

    @Test("one that hangs holds the other up for a limited time, and nothing is lost")
    func locked() throws {
        let folder = try TemporaryFolder()
        try two.commit(to: folder.results())
        let theirs = open(folder.path.string, O_RDONLY | O_DIRECTORY)
        #expect(flock(theirs, LOCK_EX) == 0)
        let calls = FileCalls(patience: .milliseconds(5))
        for body in [
            { try one.commit(to: folder.results(calls)) },
            { _ = try folder.results(calls).record(failure: one.failure(), names: one.names) },
        ] {
            let error = #expect(throws: Failure.self) { try body() }
            #expect(error?.kind == "results_locked" && error?.isTransient == true)
            #expect(error?.message.contains(folder.path.string) == true)
        }
        #expect(try FolderReader.look(at: folder, expecting: [one, two]) == .whole(two.content))
        #expect(try FolderReader.hidden(folder) == [])
        close(theirs)
        try one.commit(to: folder.results(calls))
        #expect(try FolderReader.look(at: folder, expecting: [one]) == .whole(one.content))
    }

    /// A commit whose outputs are written.
    private func begin(_ sample: SampleResult, in folder: TemporaryFolder) throws -> ResultCommit {
        let commit = try ResultCommit(in: folder.results(), names: sample.names, outputs: sample.outputs)
        for (kind, number) in zip(commit.outputs, commit.descriptors) {
            try FileDescriptor(rawValue: number).writeAll(sample.bytes(of: kind))
        }
        return commit
    }

    private func inodes(_ folder: TemporaryFolder) throws -> [FilePath.Component: UInt64] {
        let descriptor = try folder.results().descriptor
        return try Dictionary(
            uniqueKeysWithValues: folder.names().filter { !$0.string.hasPrefix(".") }.map { name in
                (name, try #require(try FileCalls().state(of: name, in: descriptor)).inode)
            }
        )
    }
}
