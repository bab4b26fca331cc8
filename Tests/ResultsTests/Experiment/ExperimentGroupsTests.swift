import Files
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("The groups in the tables of an experiment")
struct ExperimentGroupsTests {
    private let folder: TemporaryFolder
    private let a = MeasuredImage(image: "A1.tif", values: ["0.1", "0.2"])
    private let b = MeasuredImage(image: "B2.tif", way: ["day 1"], values: ["0.3"])
    private let c = MeasuredImage(image: "C3.tif", values: [])

    init() throws { folder = try TemporaryFolder() }

    private func read() throws -> ReadTables { try #require(ReadTables(folder)) }

    /// The tables with a column for the name before the ending, and one by a sheet.
    private func tables(_ doses: [String: String]?) -> ExperimentTables {
        var experiment = ExperimentFolder(folder.path, output: .beside)
        guard let doses else { return ExperimentTables(of: experiment) }
        experiment.groups = ExperimentGroups(names: ["well", "dose, µM"]) { way in
            let stem = way.last?.stem ?? ""
            return [stem, doses[stem] ?? ""]
        }
        return ExperimentTables(of: experiment)
    }

    /// What is said of each object: image, label, groups, and the column of its own table.
    private func objects(_ tables: ReadTables) -> [String] {
        let columns = ["image", "label", "well", "dose, µM", "solidity"].map { tables.objects[$0] }
        return columns[0].indices.map { row in columns.map { $0.isEmpty ? "?" : $0[row] }.joined(separator: " ") }
            .sorted()
    }

    @Test("stand behind the old columns of both tables; tables of before get them without an image being read")
    func added() throws {
        for image in [a, b, c] { try image.commit(below: folder) }
        _ = try tables(nil).update(.everything)
        let before = try read()
        // Nothing but the tables is left of the objects: they are not made anew.
        try FileCalls().remove(a.names[.objects], in: folder.results().descriptor)
        #expect(try tables(["A1": "0.5"]).update(.results([])).isWritten)
        let after = try read()
        #expect(after.images.columns == before.images.columns + ["well", "dose, µM"])
        #expect(after.objects.columns == before.objects.columns + ["well", "dose, µM"])
        #expect(objects(after) == ["A1.tif 1 A1 0.5 0.1", "A1.tif 2 A1 0.5 0.2", "day 1/B2.tif 1 B2  0.3"])
        #expect(after.images["well"] == ["A1", "C3", "B2"] && after.images["dose, µM"] == ["0.5", "", ""])
        for (old, new) in zip(before.images.rows, after.images.rows) {
            // `table_bytes` grows with the rows.
            #expect(new.prefix(old.count - 1) == old.prefix(old.count - 1))
        }
        #expect(try !tables(["A1": "0.5"]).update(.everything).isWritten)
    }

    @Test("follow a sheet that changes, and stay the same bytes as if they were made anew")
    func changed() throws {
        for image in [a, b] { try image.commit(below: folder) }
        _ = try tables(["A1": "0.5"]).update(.everything)
        let doses = ["A1": "1, \"x\"", "B2": "7"]
        #expect(try tables(doses).update(.everything).isWritten)
        #expect(try read().images["dose, µM"] == ["1, \"x\"", "7"].map { $0.replacing("\"", with: "") })
        try c.commit(below: folder)
        #expect(try tables(doses).update(.results([c.news])).images == 3)
        let kept = try ["segmentd_images.csv", "segmentd_objects.csv"].map(folder.read)
        for name in [ExperimentTables.imagesName, ExperimentTables.objectsName] {
            try FileCalls().remove(name, in: folder.results().descriptor)
        }
        _ = try tables(doses).update(.everything)
        let anew = try ["segmentd_images.csv", "segmentd_objects.csv"].map(folder.read)
        #expect(
            kept.map { String(decoding: $0, as: UTF8.self).split(separator: "\n").sorted() }
                == anew.map { String(decoding: $0, as: UTF8.self).split(separator: "\n").sorted() }
        )
    }

    @Test("take the place of such columns in the images' own tables; without groups those stay as they were")
    func own() throws {
        var own = a
        (own.column, own.values) = ("solidity,well,old", ["0.1,X9,o"])
        try own.commit(below: folder)
        _ = try tables(["A1": "0.5"]).update(.everything)
        #expect(try objects(read()) == ["A1.tif 1 A1 0.5 0.1"] && read().objects["old"] == ["o"])
        _ = try tables(nil).update(.everything)
        let after = try read()
        #expect(!after.images.columns.contains("well") && after.images["table_rows"] == ["1"])
        #expect(objects(after) == ["A1.tif 1 ? ? 0.1"] && after.objects["old"] == ["o"])
    }

    @Test("names that are no UTF-8, or hold line ends and commas, keep their rows on one line")
    func bytes() throws {
        let name = try #require(FilePath.Component(bytes: Array("x,\n".utf8) + [0xFF] + Array("\".tif".utf8)))
        let image = MeasuredImage(image: name, values: ["0.1"])
        try image.commit(below: folder)
        var experiment = ExperimentFolder(folder.path, output: .beside)
        experiment.groups = ExperimentGroups(names: ["stem"]) { way in
            [way.last.map { String(decoding: $0.bytes.dropLast(4), as: UTF8.self) } ?? ""]
        }
        _ = try ExperimentTables(of: experiment).update(.everything)
        let text = String(decoding: try folder.read("segmentd_objects.csv"), as: UTF8.self)
        #expect(text.split(separator: "\n").count == 2)
        #expect(text.hasSuffix(",\"x, \u{FFFD}\"\"\"\n"))
        #expect(try !ExperimentTables(of: experiment).update(.everything).isWritten)
    }

    @Test("results under other names than those of the configuration are none of the folder's")
    func names() throws {
        try a.commit(below: folder)
        var experiment = ExperimentFolder(folder.path, output: .beside)
        let template = try NameTemplate("{stem}-{kind}")
        experiment.scheme = { ResultNaming(template: template).scheme(recipe: $1) }
        #expect(try ExperimentTables(of: experiment).update(.everything).images == 0)
        _ = try tables(nil).update(.everything)
        #expect(try ExperimentTables(of: experiment).update(.everything).isWritten)
        #expect(try read().images.rows.isEmpty)
    }
}
