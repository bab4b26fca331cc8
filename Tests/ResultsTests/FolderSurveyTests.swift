import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("What a folder of results holds")
struct FolderSurveyTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes the summary of an image with so many objects; nil is a failure.
    private func write(_ stem: String, objects: Int?, minute: Int, flags: [Summary.Flag] = []) throws {
        let name = try #require(FilePath.Component("\(stem).tif"))
        let sample = SampleResult(image: name, content: stem, outputs: [.objects, .overlay])
        var summary = objects == nil ? sample.failure() : sample.summary
        summary.image.mtimeNanoseconds += Int64(minute) * 60_000_000_000
        if let objects { summary.planes = [.init(frame: 0, z: 0, objects: objects, foregroundShare: 0.125)] }
        summary.flags = flags
        try folder.write(SummaryFile.encode(summary), to: "\(stem)_summary.json")
    }

    private func titles(_ order: FolderSurvey.Order) throws -> [String] {
        try FolderSurvey(of: folder.results()).ordered(order).map(\.title)
    }

    @Test("newest first is by the images' times; worst first is failed, flagged, then farthest from the median")
    func orders() throws {
        try write("a", objects: 100, minute: 3)
        try write("b", objects: nil, minute: 1)
        try write("c", objects: 0, minute: 2)
        try write("d", objects: 110, minute: 5, flags: [.init(kind: "out_of_focus", message: "m")])
        try write("e", objects: 150, minute: 4)
        #expect(try titles(.newest) == ["d.tif", "e.tif", "a.tif", "c.tif", "b.tif"])
        // The median of 0, 100, 110 and 150 is 105.
        #expect(try titles(.worst) == ["b.tif", "d.tif", "c.tif", "e.tif", "a.tif"])
        let survey = try FolderSurvey(of: folder.results())
        #expect(survey.medianObjects == 105)
        #expect(survey.results.map(\.objects) == [100, nil, 0, 110, 150])
        #expect(survey.results[3].flags == ["out of focus"] && survey.results[0].flags.isEmpty)
        #expect(survey.results[1].failure?.kind == "truncated")
        #expect(survey.results[0].overlay == "a_overlay.png" && survey.results[0].table == "a_objects.csv")
        #expect(survey.results[1].overlay == nil && survey.results[0].foregroundShare == 0.125)
    }

    @Test("foreign files are passed over, damaged summaries are counted")
    func others() throws {
        try write("a", objects: 1, minute: 1)
        try folder.write(Array("{\"mark\": \"else\"}".utf8), to: "b_summary.json")
        try folder.write(Array("{\"mark\": \"segmentd\", \"status\"".utf8), to: "c_summary.json")
        try folder.write(Array("no".utf8), to: ".d_summary.json")
        try folder.makeFolder("e_summary.json")
        let survey = try FolderSurvey(of: folder.results())
        #expect(survey.results.map(\.title) == ["a.tif"] && survey.results[0].flags.isEmpty)
        #expect(survey.unreadableCount == 2)
        #expect(try FolderSurvey(of: TemporaryFolder().results()).medianObjects == nil)
    }
}
