import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Summary of a failed image")
struct FailureRecordTests {
    private let sample = SampleResult(content: "one", outputs: [.labels, .objects])

    @Test("is the only file")
    func alone() throws {
        let folder = try TemporaryFolder()
        #expect(try folder.results().record(failure: sample.failure(), names: sample.names) == .recorded)
        #expect(try folder.names() == [sample.names.summary])
        #expect(try folder.results().summary(sample.names.summary) == .found(sample.failure()))
    }

    @Test("replaces the summary of an earlier failure, and is replaced by a result")
    func replaced() throws {
        let folder = try TemporaryFolder()
        for attempts in 1...2 {
            _ = try folder.results().record(failure: sample.failure(attempts: attempts), names: sample.names)
        }
        #expect(try folder.results().summary(sample.names.summary) == .found(sample.failure(attempts: 2)))
        try sample.commit(to: folder.results())
        #expect(try FolderReader.look(at: folder, expecting: [sample]) == .whole("one"))
    }

    @Test("leaves the earlier result of the same content, touched or not", arguments: [false, true])
    func sameContent(isTouched: Bool) throws {
        let folder = try TemporaryFolder()
        try sample.commit(to: folder.results())
        let before = try folder.read(sample.names.summary)
        var failure = sample.failure()
        if isTouched { failure.image.mtimeNanoseconds += 1 } else { failure.image.sha256 = nil }
        #expect(try folder.results().record(failure: failure, names: sample.names) == .earlierResultKept)
        #expect(try folder.read(sample.names.summary) == before)
        #expect(try FolderReader.look(at: folder, expecting: [sample]) == .whole("one"))
        #expect(try FolderReader.hidden(folder) == [])
    }

    @Test("withdraws the earlier result of other content")
    func otherContent() throws {
        let folder = try TemporaryFolder()
        try sample.commit(to: folder.results())
        var other = sample
        other.content = "other"
        var failure = other.failure()
        failure.image.sha256 = nil
        #expect(try folder.results().record(failure: failure, names: sample.names) == .recorded)
        #expect(try folder.names() == [sample.names.summary])
    }

    @Test("can tell of an output that is in the way")
    func outputExists() throws {
        let folder = try TemporaryFolder()
        let raw = SampleResult.tiff(software: "a microscope")
        try folder.write(raw, "x_labels.tif")
        let error = #expect(throws: Failure.self) { try sample.commit(to: folder.results()) }
        var failure = sample.failure()
        failure.error = Summary.Cause(try #require(error), attempts: 1)
        #expect(try folder.results().record(failure: failure, names: sample.names) == .recorded)
        #expect(try folder.names() == ["x_labels.tif", "x_summary.json"])
        #expect(try folder.read("x_labels.tif") == raw)
    }
}
