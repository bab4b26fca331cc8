import Files
import Foundation
import Imaging
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Summary file")
struct SummaryFileTests {
    private let sample = SampleResult(recipe: "nuclei", content: "one", outputs: [.objects, .labels])

    @Test("reads back what was written, success and failure")
    func roundTrip() throws {
        for summary in [sample.summary, sample.failure()] {
            #expect(SummaryFile.decode(try SummaryFile.encode(summary)) == .found(summary))
        }
    }

    @Test("holds what others look for, under these keys, in this order")
    func keys() throws {
        let bytes = try SummaryFile.encode(sample.summary)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(object["mark"] as? String == "segmentd" && object["schema"] as? String == "segmentd.summary")
        #expect(object["schema_version"] as? Int == 2 && object["status"] as? String == "done")
        #expect(object["recipe"] as? String == "nuclei" && object["error"] is NSNull)
        let image = try #require(object["image"] as? [String: Any])
        #expect(image["name"] as? String == "x.tif" && image["size"] as? String == "3")
        #expect(image["mtime"] as? String == "2027-01-15T08:00:00.000000005Z")
        #expect(image["mtime_ns"] as? String == "1800000000000000005")
        #expect(image["axes"] as? String == "ZYX" && image["shape"] as? [Int] == [2, 4, 3])
        #expect(image["pixel_type"] as? String == "uint16")
        let planes = try #require(object["planes"] as? [String: Any])
        #expect(planes["frames"] as? Int == 1 && planes["slices"] as? Int == 2)
        #expect(planes["objects"] as? [Int] == [3, 4] && planes["foreground_share"] as? [Double] == [0.25, 0.5])
        let totals = try #require(object["totals"] as? [String: Any])
        #expect(totals["objects"] as? Int == 7 && totals["foreground_share"] as? Double == 0.375)
        let outputs = try #require(object["outputs"] as? [[String: Any]])
        #expect(outputs.map { $0["name"] as? String } == ["x_nuclei_objects.csv", "x_nuclei_labels.tif"])
        let classifier = try #require(object["classifier"] as? [String: Any])
        #expect(classifier["generation"] as? Int == 2 && classifier["class"] as? String == "ObjectSegmenter")
        #expect((object["timings_ms"] as? [String: Any])?["waited"] as? Double == 2_000.123)
        #expect((object["warnings"] as? [String]) == sample.summary.warnings)

        let text = String(decoding: bytes, as: UTF8.self)
        let keys = text.matches(of: /\n  "([a-z_]+)" :/).map { String($0.1) }
        #expect(
            keys == [
                "mark", "schema", "schema_version", "status", "error", "warnings", "recipe", "image", "labels",
                "totals",
                "planes", "results_folder", "outputs", "revision", "classifier", "steps", "settings", "processed",
                "reproduce", "engine", "timings_ms",
            ]
        )
        #expect(try SummaryFile.encode(sample.summary) == bytes)
    }

    @Test("tells the type in which a file stores its pixels where they are given in another one")
    func storedType() throws {
        #expect(!String(decoding: try SummaryFile.encode(sample.summary), as: UTF8.self).contains("stored_type"))
        var summary = sample.summary
        summary.image.storedType = "uint12"
        let bytes = try SummaryFile.encode(summary)
        #expect(SummaryFile.decode(bytes) == .found(summary))
        #expect(String(decoding: bytes, as: UTF8.self).contains(/"pixel_type" : "uint16",\s+"stored_type" : "uint12"/))
    }

    @Test("tells the name of every file, also of one that is no UTF-8")
    func names() throws {
        let folder = try TemporaryFolder()
        let image = try #require(FilePath.Component(bytes: [0x78, 0xFF, 0x2E, 0x74, 0x69, 0x66]))
        let sample = SampleResult(image: image, content: "one", outputs: [.labels, .objects])
        try sample.commit(to: folder.results())
        let bytes = try #require(try folder.read(sample.names.summary))
        guard case .found(let summary) = SummaryFile.decode(bytes) else {
            Issue.record("it cannot be read back")
            return
        }
        #expect(summary == sample.summary && summary.image.isNamed(image))
        #expect(summary.outputs.map(\.component) == [sample.names[.labels], sample.names[.objects]])
        // For other programs: a readable name, and the bytes beside it.
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        for output in try #require(object["outputs"] as? [[String: Any]]) {
            #expect((output["name"] as? String)?.hasPrefix("x\u{FFFD}_") == true)
            let name = try #require((output["name_base64"] as? String).flatMap { Data(base64Encoded: $0) })
            #expect(try folder.read(#require(FilePath.Component(bytes: [UInt8](name)))) != nil)
        }
        #expect(self.sample.summary.outputs.allSatisfy { $0.nameBytes == nil })
    }

    @Test("passes over keys it does not know, and does not mind white space")
    func unknownKeys() throws {
        let text = String(decoding: try SummaryFile.encode(sample.summary), as: UTF8.self)
        let later = text.replacing("\"status\" :", with: "\"weather\" : {\"blank\" : [1]},\n\"status\":")
            .replacing("\n", with: "").replacing("{  \"mark\" : ", with: "\n{\"mark\":\t")
        #expect(SummaryFile.decode(Array(later.utf8)) == .found(sample.summary))
    }

    @Test("tells foreign JSON from a damaged summary")
    func damaged() throws {
        for text in ["", "{}", "[]", "{\"mark\": \"other\"}", "{\"schema\": 1, \"mark\": \"segmentd\"}", "\u{FEFF}{"] {
            guard case .foreign = SummaryFile.decode(Array(text.utf8)) else {
                Issue.record("\(text) is taken for ours")
                continue
            }
        }
        let bytes = try SummaryFile.encode(sample.summary)
        for count in [25, 200, bytes.count - 3] {
            guard case .unreadable = SummaryFile.decode(Array(bytes.prefix(count))) else {
                Issue.record("\(count) bytes are not taken for a damaged summary")
                continue
            }
        }
        let folder = try TemporaryFolder()
        try folder.write(Array(bytes.prefix(200)), sample.names.summary)
        try sample.commit(to: folder.results())
        #expect(try folder.results().summary(sample.names.summary) == .found(sample.summary))
    }

    @Test("a huge file is not read")
    func huge() throws {
        let folder = try TemporaryFolder()
        let bytes = try SummaryFile.encode(sample.summary)
        try folder.write(bytes, sample.names.summary)
        let path = folder.path.appending(sample.names.summary)
        try FileHandle(forWritingTo: URL(filePath: path.string)).truncate(atOffset: UInt64(SummaryFile.maximumSize) + 1)
        guard case .unreadable = try folder.results().summary(sample.names.summary) else {
            Issue.record("it was read")
            return
        }
    }

    @Test(
        "times are those of the calendar",
        arguments: [0, -1, 951_782_400, 4_107_542_399, 1_709_164_800, 1_735_689_599, -2_203_891_200, -8_520_336_000]
    )
    func times(seconds: Int64) {
        let identity = FileIdentity(size: 1, modificationSeconds: seconds, modificationNanoseconds: 7)
        let image = Summary.Image(name: "x.tif", identity: identity)
        let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        #expect(image.mtime == expected.dropLast() + ".000000007Z")
        #expect(image.identity == identity)
    }

    @Test("a time that no nanoseconds can hold is no crash")
    func extremeTimes() {
        for seconds in [Int64.max, .min] {
            let identity = FileIdentity(size: 1, modificationSeconds: seconds, modificationNanoseconds: 999_999_999)
            let image = Summary.Image(name: "x.tif", identity: identity, sha256: "a")
            #expect(image.resemblance(to: .of(identity), isSuspect: false) != .different)
        }
    }

    @Test("the settings' digest tells every change, and no change of order")
    func settings() {
        func digest(_ foreground: Foreground?, _ outputs: [OutputKind], axes: String? = nil) -> String {
            let steps = [RecipeStep.classifyPixels(classifier: "", foreground: foreground)]
            return Recipe(steps: steps, axes: axes.flatMap { AxisNames($0) }, outputs: outputs).digest
        }
        let (one, two) = (Foreground.positiveClass(1), Foreground.positiveClass(2))
        #expect(digest(one, [.mask, .labels]) == digest(one, [.labels, .mask]))
        let different = [
            digest(one, [.mask]), digest(two, [.mask]), digest(nil, [.mask]), digest(.threshold(0.5), [.mask]),
            digest(.threshold(0.25), [.mask]), digest(one, [.labels]), digest(one, [.mask, .labels]),
            digest(one, [.mask], axes: "ZYX"), digest(one, [.mask], axes: "TYX"),
        ]
        #expect(Set(different).count == different.count)
        // Results of versions that knew no axes stay valid.
        #expect(digest(two, [.mask, .labels]) == "6cc51a0c8804789d2c63d6d2e7e86cd5a0168d62e62755614a3c0d0a2a2f92d9")
    }

    @Test("a file is the image when nothing of it has changed; otherwise its size, then its digest decides")
    func resemblance() {
        let identity = sample.imageSummary.identity
        let file = FileState.of(identity)
        let image = Summary.Image(name: "x.tif", identity: identity, file: file, sha256: "a")
        for isSuspect in [false, true] {
            #expect(image.resemblance(to: file, isSuspect: isSuspect) == .same)
            for change in FileState.changes {
                var changed = file
                change(&changed)
                let expected: Summary.Image.Resemblance = changed.identity.size == identity.size ? .open : .different
                #expect(image.resemblance(to: changed, isSuspect: isSuspect) == expected)
            }
            // The number of a device may be another after each mount.
            var mounted = file
            mounted.device += 1
            #expect(image.resemblance(to: mounted, isSuspect: isSuspect) == .same)
        }
    }

    @Test("a summary of an earlier version, without inode and change time, is doubted only after an event")
    func earlierVersion() throws {
        var summary = sample.summary
        #expect(summary.image.inode == nil)
        let file = FileState.of(summary.image.identity)
        #expect(summary.image.resemblance(to: file, isSuspect: false) == .same)
        #expect(summary.image.resemblance(to: file, isSuspect: true) == .open)
        #expect(!String(decoding: try SummaryFile.encode(summary), as: UTF8.self).contains("inode"))
        summary.image.sha256 = nil
        #expect(summary.image.resemblance(to: file, isSuspect: true) == .same)
    }

    @Test("inode and change time survive writing and reading")
    func fileState() throws {
        let file = FileState.of(sample.imageSummary.identity, inode: .max, changeSeconds: -1)
        var summary = sample.summary
        summary.image = Summary.Image(name: "x.tif", identity: file.identity, file: file, sha256: "a")
        #expect(SummaryFile.decode(try SummaryFile.encode(summary)) == .found(summary))
        #expect(summary.image.resemblance(to: file, isSuspect: true) == .same)
    }
}

extension FileState {
    /// A file of the given identity.
    fileprivate static func of(
        _ identity: FileIdentity,
        inode: UInt64 = 9,
        changeSeconds: Int64 = 1_800_000_001
    ) -> FileState {
        FileState(
            identity: identity,
            device: 1,
            inode: inode,
            changeSeconds: changeSeconds,
            changeNanoseconds: 3
        )
    }

    /// Everything that may happen to a file.
    fileprivate static let changes: [@Sendable (inout FileState) -> Void] = [
        { $0.inode += 1 }, { $0.changeSeconds += 1 }, { $0.changeNanoseconds -= 1 },
        { $0.identity.modificationSeconds -= 1 }, { $0.identity.modificationNanoseconds += 1 },
        { $0.identity.size += 1 },
    ]
}
