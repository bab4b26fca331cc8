import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Revision of a result")
struct RevisionTests {
    private let names = SampleResult(content: "", outputs: []).names

    private func revision(in folder: TemporaryFolder) throws -> Int? {
        guard case .found(let summary) = try folder.results().summary(names.summary) else { return nil }
        return summary.revision
    }

    private func commit(_ content: String, to folder: TemporaryFolder) throws -> Int? {
        try SampleResult(content: content, outputs: [.labels]).commit(to: folder.results())
        return try revision(in: folder)
    }

    private func fail(_ content: String, in folder: TemporaryFolder) throws -> Int? {
        let failure = SampleResult(content: content, outputs: [.labels]).failure()
        _ = try folder.results().record(failure: failure, names: names)
        return try revision(in: folder)
    }

    @Test("counts results of other content, not the same done anew")
    func results() throws {
        let folder = try TemporaryFolder()
        #expect(try commit("one", to: folder) == 1)
        #expect(try commit("one", to: folder) == 1)
        #expect(try commit("two", to: folder) == 2)
        #expect(try commit("three", to: folder) == 3)
        #expect(try commit("three", to: folder) == 3)
    }

    @Test("goes on after a failure, which is no result")
    func failures() throws {
        let folder = try TemporaryFolder()
        #expect(try fail("zero", in: folder) == nil)
        #expect(try commit("one", to: folder) == 1)
        #expect(try fail("two", in: folder) == 1)
        #expect(try commit("two, whole", to: folder) == 2)
    }

    @Test("of a summary of an earlier version is 1")
    func earlierVersion() throws {
        let folder = try TemporaryFolder()
        _ = try commit("one", to: folder)
        let text = String(decoding: try #require(try folder.read(names.summary)), as: UTF8.self)
        let earlier = text.split(separator: "\n").filter { !$0.contains("\"revision\"") }.joined(separator: "\n")
        #expect(earlier.utf8.count < text.utf8.count - 10)
        try folder.write(Array(earlier.utf8), names.summary)
        #expect(try revision(in: folder) == nil)
        #expect(try commit("two", to: folder) == 2)
    }
}
