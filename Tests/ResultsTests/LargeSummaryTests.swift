import Files
import Foundation
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Large summaries, and files that only begin as one")
struct LargeSummaryTests {
    private let sample = SampleResult(content: "one", outputs: [.labels])

    /// The sample with so many planes, no two of them alike.
    private func summary(planes: Int) -> Summary {
        var summary = sample.summary
        summary.planes = (0..<planes).map {
            PlaneCounts(
                frame: $0 / 7,
                z: $0 % 7,
                objects: $0 % 3 == 0 ? nil : $0 * 3,
                foregroundShare: Double($0) / 1e6
            )
        }
        summary.warnings = ["a \"quoted\" [bracket], {brace} and \\", "\"planes\" : [1, 2"]
        return summary
    }

    @Test("planes in any number are read as they were written", arguments: [0, 1, 700, 1_400])
    func planes(count: Int) throws {
        let summary = summary(planes: count)
        let bytes = try SummaryFile.encode(summary)
        // Not the summaries themselves: they would fill the screen.
        let isRead = SummaryFile.decode(bytes) == .found(summary)
        #expect(isRead)
        let line = try SummaryFile.line(summary)
        let isLineRead = SummaryFile.decode(Array(line.utf8)) == .found(summary)
        #expect(isLineRead, "without a line end as well")
    }

    @Test("500 planes take less than 10 kB, and more than 100,000 can be written")
    func limit() throws {
        // Four digits for the objects, five for the shares.
        var summary = summary(planes: 504)
        for index in summary.planes.indices {
            summary.planes[index] = PlaneCounts(
                frame: index / 7,
                z: index % 7,
                objects: 1_000 + index,
                foregroundShare: 0.2 + Double(index) / 98_765
            )
        }
        #expect(try SummaryFile.encode(summary).count < 10_000)
        #expect(try SummaryFile.encode(self.summary(planes: 102_900)).count < 2 << 20)
    }

    @Test("the lists of schema 1 are read as they were written, in any number", arguments: [0, 1, 700, 1_400])
    func schemaOne(count: Int) throws {
        let summary = summary(planes: count)
        let text = String(decoding: try SummaryFile.encode(summary), as: UTF8.self)
        let planes = summary.planes.map { plane in
            let share = plane.foregroundShare.map { "\($0)" } ?? "null"
            let objects = plane.objects.map { ", \"objects\" : \($0)" } ?? ""
            return "{\"foreground_share\" : \(share), \"frame\" : \(plane.frame), \"z\" : \(plane.z)\(objects)}"
        }
        let start = try #require(text.firstRange(of: "\n  \"planes\" : ")).upperBound
        let end = try #require(text[start...].firstRange(of: "},\n  \"")).lowerBound
        let earlier =
            text[..<start].replacing("\"schema_version\" : 2", with: "\"schema_version\" : 1")
            + "[\n\(planes.joined(separator: ",\n"))\n]" + text[text.index(after: end)...]
        let isRead = SummaryFile.decode(Array(earlier.utf8)) == .found(summary)
        #expect(isRead)
    }

    @Test("planes that are not in the order T, Z cannot be written")
    func disorder() {
        var summary = summary(planes: 14)
        summary.planes.swapAt(3, 4)
        #expect(throws: EncodingError.self) { try SummaryFile.encode(summary) }
    }

    /// Begins of files that carry the mark, to be repeated up to some size, and ends.
    struct Bomb: Sendable, CustomStringConvertible {
        let description: String
        let start: String
        let repeated: String
        let end: String
    }

    @Test(
        "what is no summary is refused with little memory, however large",
        arguments: [
            Bomb(description: "warnings", start: "\"warnings\" : [", repeated: "\"\",", end: "\"\"]}"),
            Bomb(description: "brackets", start: "\"x\" : ", repeated: "[", end: "]"),
            Bomb(description: "planes that are none", start: "\"planes\" : [", repeated: "1,", end: "1]}"),
            Bomb(description: "one long plane", start: "\"planes\" : [{\"a\": [", repeated: "1,", end: "1]}]}"),
            Bomb(description: "a plane without end", start: "\"planes\" : [\"", repeated: "x", end: ""),
            Bomb(description: "no end", start: "\"planes\" : [", repeated: "{},", end: ""),
        ]
    )
    func bombs(bomb: Bomb) throws {
        var bytes = Array("{\"mark\" : \"segmentd\", \(bomb.start)".utf8)
        let part = Array(bomb.repeated.utf8)
        while bytes.count < 1_200 << 10 { bytes += part }
        bytes += Array(bomb.end.utf8)
        guard case .unreadable(let reason) = SummaryFile.decode(bytes) else {
            Issue.record("it was read")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("one that is far too large is not read, and its size is said")
    func tooLarge() throws {
        let scratch = try TemporaryFolder()
        let path = try scratch.write(Array("{\"mark\" : \"segmentd\"".utf8), to: "x_summary.json")
        #expect(truncate(path.string, 60 << 20) == 0)
        let place = OutputFolder(base: scratch.path, below: [], creatable: 0, isBaseCreatable: false)
        let content = try ResultFolder(opening: place).summary("x_summary.json")
        #expect(content == .unreadable(reason: "has 62914560 bytes, and no summary has more than 16 MB"))
    }

    @Test("the file of a summary is known as it is in place, and the names without reading it")
    func files() throws {
        let scratch = try TemporaryFolder()
        let place = OutputFolder(base: scratch.path, below: [], creatable: 0, isBaseCreatable: false)
        let folder = try ResultFolder(opening: place)
        let commit = try ResultCommit(in: folder, names: sample.names, outputs: [.labels])
        #expect(commit.summaryFile == nil)
        try FileDescriptor(rawValue: commit.descriptors[0]).writeAll(sample.bytes(of: .labels))
        var summary = sample.summary
        summary.outputs[0].bytes = sample.bytes(of: .labels).count
        try commit.commit(summary)
        #expect(try commit.summaryFile == FileCalls().state(of: sample.names.summary, in: folder.descriptor))
        let scheme = ResultNaming.standard.scheme(recipe: nil)
        let found = try OutputNames.resolve(
            image: "x.tif",
            scheme: scheme,
            imageFolder: folder.descriptor,
            results: folder
        )
        #expect(found.file == commit.summaryFile)
        let other = ResultNaming.standard.scheme(recipe: "r")
        for image in ["x.tif", "x.ome.tif", "x.Tif", "X.tIf"] as [FilePath.Component] {
            func names() throws -> OutputNames {
                try OutputNames.resolve(image: image, scheme: other, imageFolder: folder.descriptor, results: folder)
                    .names
            }
            #expect(try OutputNames.likely(image: image, scheme: other, imageFolder: folder.descriptor) == names())
        }
        try scratch.write([1], to: "x.tiff")
        let likely = OutputNames.likely(image: "x.ome.tif", scheme: scheme, imageFolder: folder.descriptor)
        #expect(likely?.carriesExtension == true)
    }
}
