import Foundation
import Results
import Testing
import WorkerProtocol

/// The summaries that version 0.1.0 wrote (`Tests/Fixtures/earlier`), against Python's reading of them.
@Suite("Summaries of schema 1")
struct EarlierSchemaTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/earlier")

    /// Every summary there, with numbers in the place of marks for inodes and times.
    private static let texts: [String: String] = {
        var texts: [String: String] = [:]
        for path in FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
        where path.hasSuffix("_summary.json") {
            let text = try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
            texts[path] = text?.replacing(/@(inode|ctime):[^@]*@/, with: "1234567890123456789")
        }
        return texts
    }()

    @Test("are read with all that they say")
    func earlier() throws {
        #expect(Self.texts.count > 20)
        for (path, text) in Self.texts {
            let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            let image = try #require(json["image"] as? [String: Any])
            guard case .found(let summary) = SummaryFile.decode(Array(text.utf8)) else {
                Issue.record("\(path) is not read")
                continue
            }
            #expect(json["schema_version"] as? Int == 1 && summary.status.rawValue == json["status"] as? String)
            #expect(summary.image.size == (image["size"] as? NSNumber)?.int64Value)
            #expect(summary.image.mtimeNanoseconds == (image["mtime_ns"] as? NSNumber)?.int64Value)
            #expect(summary.image.inode == (image["inode"] as? NSNumber)?.uint64Value)
            #expect(summary.image.axes == image["axes"] as? String)
            let planes = try #require(json["planes"] as? [[String: Any]])
            #expect(summary.planes.map(\.objects) == planes.map { $0["objects"] as? Int })
            // Readers of JSON differ in the last bit.
            for (plane, json) in zip(summary.planes, planes) {
                let share = json["foreground_share"] as? Double
                #expect((plane.foregroundShare == nil) == (share == nil))
                #expect(abs((plane.foregroundShare ?? 0) - (share ?? 0)) < 1e-12)
            }
            #expect(summary.processed == nil && summary.reproduce == nil && summary.resultsPath == nil)
            #expect((summary.imageElsewhere == nil) == (image["folder"] == nil))
            // Written anew it is one of schema 2, which says the same of the image.
            guard case .found(let anew) = SummaryFile.decode(try SummaryFile.encode(summary)) else {
                Issue.record("\(path) cannot be written anew")
                continue
            }
            #expect(anew.image == summary.image && anew.settings == summary.settings)
            #expect(anew.totals.planes == summary.totals.planes && anew.totals.objects == summary.totals.objects)
            // Shares have five digits in schema 2.
            let shares = [anew, summary].map { $0.totals.foregroundShare ?? -1 }
            #expect(abs(shares[0] - shares[1]) <= 1e-5)
        }
    }

    @Test("a summary of a later schema is told from a damaged one")
    func later() throws {
        let text = try #require(Self.texts.values.first)
        func reason(_ text: String) -> String {
            if case .unreadable(let reason) = SummaryFile.decode(Array(text.utf8)) { reason } else { "it is read" }
        }
        let later = text.replacing("\"schema_version\" : 1", with: "\"schema_version\" : 3")
        #expect(reason(later) == "was written by a later version of segmentd (schema 3)")
        #expect(reason(text.replacing("\"status\"", with: "\"state\"")) == "is damaged")
        // Planes as schema 2 has them are none of schema 1, and the other way round.
        #expect(reason(text.replacing("\"schema_version\" : 1", with: "\"schema_version\" : 2")) == "is damaged")
    }
}
