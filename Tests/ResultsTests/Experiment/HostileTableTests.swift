import Files
import Imaging
import Results
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite("What an experiment's tables are given")
struct HostileTableTests {
    private let folder: TemporaryFolder
    private let good = MeasuredImage(image: "good.tif", values: ["0.1", "0.2"])
    private let problems = Problems()

    init() throws { folder = try TemporaryFolder() }

    private final class Problems: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock(\.self) }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    private func update() throws -> ReadTables {
        var work = ExperimentWork()
        work.problem = { [problems] in problems.add($0) }
        _ = try folder.tables(work).update(.everything)
        return try #require(ReadTables(folder))
    }

    @Test(
        "a table that is none of ours is left out and told of, and the other images are in",
        arguments: [
            "", "label\n1\n", TableMark.columns + "\n", TableMark.columns + "a,a\n0,0,1,9,1,2,3,4\n",
            TableMark.columns + "a", TableMark.columns + "a\n0,0,1,9,1,2,3", TableMark.columns + "a\n0,0,1,9,1,2\n",
            TableMark.columns + "a\n0,0,1,9,1,2,3,4\n", TableMark.columns + "a\n0,0,1,9,1,2,\"x\n",
            TableMark.columns + "a\n0,0,1,9,1,2,x\"y\"\n", TableMark.columns + "a\n0,0,1,9,1,2,\u{0}\n",
            TableMark.columns + "a\n0,0,1,9,1,2,\u{1B}[2J\n", TableMark.columns + "a\n\n",
            TableMark.columns + "a\n0,0,1,9,1,2,3\n" + String(repeating: "9", count: 3 << 20) + "\n",
            TableMark.columns + String(repeating: "a", count: 3 << 18) + "\n",
            TableMark.columns + (0..<9_000).map { "c\($0)" }.joined(separator: ",") + "\n",
        ]
    )
    func tables(text: String) throws {
        try MeasuredImage(image: "bad.tif", values: ["0"]).commit(below: folder, table: Array(text.utf8))
        try good.commit(below: folder)
        let tables = try update()
        #expect(tables.objects() == ReadTables.expected([good]))
        #expect(tables.images["image"] == ["bad.tif", "good.tif"])
        #expect(tables.images["table_rows"] == ["0", "2"])
        #expect(problems.all.count == 1 && problems.all[0].contains("bad_objects.csv"))
    }

    @Test("bytes that are no UTF-8 are refused; a line end within quotes becomes a blank")
    func bytes() throws {
        let head = Array((TableMark.columns + "a\n0,0,1,9,1,2,").utf8)
        try MeasuredImage(image: "bad.tif", values: ["0"]).commit(below: folder, table: head + [0xFF, 0x0A])
        try MeasuredImage(image: "ok.tif", values: ["0"]).commit(below: folder, table: head + Array("\"x\ny\"\n".utf8))
        let tables = try update()
        #expect(tables.objects("a") == ["ok.tif  1 x y"])
        #expect(try folder.read("segmentd_objects.csv").count { $0 == 0x0A } == 2)
    }

    @Test("a table that was changed after its summary is left out, until it is as it was")
    func altered() throws {
        let image = MeasuredImage(image: "x.tif", values: ["0.3"])
        try image.commit(below: folder)
        try good.commit(below: folder)
        try folder.write(image.csv.map { $0 == UInt8(ascii: "3") ? UInt8(ascii: "4") : $0 }, to: "x_objects.csv")
        #expect(try update().objects() == ReadTables.expected([good]))
        #expect(try update().objects() == ReadTables.expected([good]) && problems.all.count == 2)
        try folder.write(image.csv, to: "x_objects.csv")
        #expect(try update().objects() == ReadTables.expected([good, image]))
    }

    @Test("a copy of a summary, a foreign one and a broken one are no images")
    func summaries() throws {
        try good.commit(below: folder)
        try folder.write(folder.read("good_summary.json"), to: "copy_summary.json")
        try folder.write(Array("{\"mark\": \"other\"}".utf8), to: "foreign_summary.json")
        try folder.write(Array("{\"mark\": \"segmentd\",".utf8), to: "broken_summary.json")
        try folder.makeFolder("folder_summary.json")
        try folder.link("link_summary.json", to: "good_summary.json")
        #expect(try update().images["image"] == ["good.tif"])
        #expect(problems.all.count == 1 && problems.all[0].contains("broken_summary.json"))
    }

    @Test(
        "names of any bytes are told apart, and stay on their line",
        arguments: [
            ("a,b.tif", "a,b.tif"), ("say \"x\".tif", nil), ("two\nlines.tif", "two%0Alines.tif"),
            ("two%0Alines.tif", "two%250Alines.tif"), ("50%.tif", "50%.tif"), ("zürich.tif", "zürich.tif"),
            ("=1+1.tif", "=1+1.tif"),
        ] as [(String, String?)]
    )
    func names(name: String, shown: String?) throws {
        let image = MeasuredImage(image: .init(name)!, way: [.init(name)!], values: ["0.1"])
        try image.commit(below: folder)
        try good.commit(below: folder)
        let tables = try update()
        #expect(tables.images.rows.count == 2 && tables.objects.rows.count == 3)
        if let shown { #expect(tables.objects["image"].contains("\(shown)/\(shown)")) }
        var work = ExperimentWork()
        work.problem = { [problems] in problems.add($0) }
        #expect(try !folder.tables(work).update(.everything).isWritten)
        try image.remove(below: folder)
        #expect(try update().images["image"] == ["good.tif"])
    }

    @Test("a name that is no UTF-8 is written as in a URL")
    func bytesOfNames() throws {
        let name = FilePath.Component(bytes: [0xE9] + Array(".tif".utf8))!
        try MeasuredImage(image: name, values: ["0.1"]).commit(below: folder)
        #expect(try update().objects["image"] == ["%E9.tif"])
    }

    @Test("tables that somebody damaged are made whole again", arguments: Damage.allCases)
    func damage(damage: Damage) throws {
        let other = MeasuredImage(image: "other.tif", values: ["0.5"])
        try good.commit(below: folder)
        try other.commit(below: folder)
        let whole = try update()
        let (objects, images) = (try folder.read("segmentd_objects.csv"), try folder.read("segmentd_images.csv"))
        switch damage {
        case .objectsGone: try folder.remove("segmentd_objects.csv")
        case .imagesGone: try folder.remove("segmentd_images.csv")
        case .objectsCut: try folder.write(objects.dropLast(20) + [], to: "segmentd_objects.csv")
        case .objectsLonger: try folder.write(objects + objects.suffix(30), to: "segmentd_objects.csv")
        case .imagesCut: try folder.write(images.dropLast(20) + [], to: "segmentd_images.csv")
        case .imagesTwice:
            let line = images.split(separator: 0x0A, omittingEmptySubsequences: false)[1]
            try folder.write(images + line + [0x0A], to: "segmentd_images.csv")
        case .counts:
            let text = String(decoding: images, as: UTF8.self).replacing("\n", with: "9\n")
            try folder.write(Array(text.utf8), to: "segmentd_images.csv")
        case .otherVersion:
            let text = String(decoding: images, as: UTF8.self).replacing("foreground_share", with: "share")
            try folder.write(Array(text.utf8), to: "segmentd_images.csv")
        }
        #expect(try update() == whole)
        #expect(problems.all == [])
    }

    enum Damage: CaseIterable {
        case objectsGone, imagesGone, objectsCut, objectsLonger, imagesCut, imagesTwice, counts, otherVersion
    }
}
