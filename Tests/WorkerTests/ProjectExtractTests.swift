import Classifiers
import Files
import Foundation
import HDF5Files
import Imaging
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("What a worker takes out of a project", .enabled(if: HDF5File.problemOfLibrary == nil))
struct ProjectExtractTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/ilastik").standardized

    private static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: fixtures.appending(path: name)))
    }

    /// The answer to `extract`, and what was written.
    private static func extract(_ name: String) throws -> (reply: WorkerReply, written: [UInt8]) {
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "extract")
        try Data().write(to: place)
        let project = try FileHandle(forReadingFrom: fixtures.appending(path: name))
        let extract = try FileHandle(forUpdating: place)
        let reply = WorkerSession().answer(
            .extract(name: name),
            descriptors: [project.fileDescriptor, extract.fileDescriptor]
        ) { _ in }
        return (reply, [UInt8](try Data(contentsOf: place)))
    }

    @Test("the extract is written, and told by its digest with the classes")
    func extract() throws {
        let (reply, written) = try Self.extract("planes.ilp")
        guard case .extracted(let extract) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(written == (try IlastikProject(bytes: try Self.bytes("planes.ilp")).stages.extract()))
        #expect(extract.sha256 == FileDigest.sha256(written))
        #expect(extract.bytes == written.count)
        #expect(extract.classMarks.map(\.name) == ["Background", "Cells", "Édges"])
        #expect(extract.savedAt == "Mon May 13 16:10:41 2024")
        #expect(extract.remarks.isEmpty)
    }

    @Test("what a person should know of the project is told with it")
    func remarks() throws {
        guard case .extracted(let extract) = try Self.extract("skipped.ilp").reply else {
            Issue.record("skipped.ilp has no extract")
            return
        }
        #expect(extract.remarks.contains { $0.contains("has no annotations") })
    }

    @Test("a project that is not run writes nothing, and says why")
    func refused() throws {
        let (reply, written) = try Self.extract("bad_untrained.ilp")
        guard case .failed(let failure) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(failure.kind == "classifier_refused")
        #expect(failure.message.hasPrefix("bad_untrained.ilp: the project was saved without a trained classifier"))
        #expect(failure.remedy.contains("Live Update"))
        #expect(written.isEmpty)
    }

    @Test("a project and its extract are the same classifier")
    func identity() throws {
        let project = try ClassifierContent(bytes: try Self.bytes("autocontext.ilp"), name: "x.ilp")
        let extract = try ClassifierContent(bytes: project.bytes, name: "x.extract")
        #expect(project.sha256 == extract.sha256)
        #expect(project.project != nil && extract.project == nil)
        let (first, second) = (try project.classifier(), try extract.classifier())
        #expect(first.forest == second.forest)
        #expect(ClassifierFacts(first).features == ClassifierFacts(second).features)
        #expect(ClassifierFacts(first).classMarks.map(\.name) == ["Label 1", "Label 2"])
    }

    @Test("inspect tells what a project is, stage by stage")
    func inspection() throws {
        let bytes = try Self.bytes("autocontext.ilp")
        let found = try ClassifierInspection(bytes: bytes, name: "x.ilp")
        #expect(found.sha256 != FileDigest.sha256(bytes))
        #expect(found.apocVersion == nil)
        let project = try #require(found.project)
        #expect(project.version == "1.4.1b15")
        #expect(project.stages.map(\.channels) == [1, 3])
        #expect(project.stages.map(\.forests) == [2, 2])
        for stage in project.stages {
            let use = stage.features.flatMap { $0.use ?? [] }
            #expect(abs(use.reduce(0, +) - 1) < 1e-9)
        }
        let text = found.text
        for line in [
            "trained by  ilastik 1.4.1b15", "project     AutocontextTwoStage, with 2 classes:", "1  Label 1  #ffe119",
            "autocontext image  40 × 50 × 1 (yxc)", "stage 2", "the last 2 of them probabilities of the stage before",
        ] { #expect(text.contains(line), "\(line)") }
        let again = try JSONDecoder().decode(ClassifierInspection.self, from: try JSONEncoder().encode(found))
        #expect(again == found)
    }
}
