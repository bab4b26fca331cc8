import Dispatch
import Files
import Results
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("The tables of an experiment")
struct ExperimentTablesTests {
    private let folder: TemporaryFolder
    private let a = MeasuredImage(image: "a.tif", values: ["0.1", "0.2"])
    private let b = MeasuredImage(image: "b.tif", way: ["day 1"], values: ["0.3"])
    private let c = MeasuredImage(image: "c.tif", values: [])

    init() throws { folder = try TemporaryFolder() }

    private func read() throws -> ReadTables { try #require(ReadTables(folder)) }

    @Test("hold each object and each image of the tree once, and are left alone when they do")
    func whole() throws {
        #expect(try folder.tables().update(.everything) == ExperimentOutcome())
        #expect(try folder.names() == [], "without a result there is no table")
        for image in [a, b, c] { try image.commit(below: folder) }
        try MeasuredImage(image: "d.tif", values: []).fail(below: folder)
        let outcome = try folder.tables().update(.everything)
        #expect(outcome.isWritten && outcome.isComplete && outcome.images == 4)
        let tables = try read()
        #expect(tables.objects() == ReadTables.expected([a, b]))
        #expect(tables.objects.columns.prefix(6) == ["image", "recipe", "frame", "z", "label", "area"])
        #expect(tables.images["image"] == ["a.tif", "c.tif", "d.tif", "day 1/b.tif"])
        #expect(tables.images["status"] == ["done", "done", "failed", "done"])
        #expect(tables.images["error"] == ["", "", "truncated", ""])
        #expect(tables.images["table_rows"] == ["2", "0", "0", "1"])
        // The sample's summary: two slices of 4 rows and 3 columns, 3 + 4 objects, 6.5 ms.
        for (column, value) in [
            ("objects", "7"), ("foreground_share", "0.375"), ("planes", "2"), ("slices", "2"), ("height", "4"),
            ("width", "3"), ("frames", "1"), ("seconds", "0.0065"), ("classifier", "nuclei.cl"), ("warnings", "1"),
        ] {
            #expect(tables.images[column].first == value, "\(column)")
        }
        #expect(try !folder.tables().update(.everything).isWritten)
        #expect(try !folder.tables().update(.results([a.news, b.news])).isWritten)
    }

    @Test("a new result is added, one that was done again takes the place of the old, one that is gone leaves")
    func changes() throws {
        for image in [a, b, c] { try image.commit(below: folder) }
        _ = try folder.tables().update(.everything)
        var again = a
        again.values = ["0.7", "0.8", "0.9"]
        try again.commit(below: folder)
        let new = MeasuredImage(image: "n.tif", way: ["day 2"], values: ["0.4"])
        try new.commit(below: folder)
        #expect(try folder.tables().update(.results([again.news, new.news])).images == 4)
        #expect(try read().objects() == ReadTables.expected([again, b, new]))
        try b.remove(below: folder)
        #expect(try folder.tables().update(.everything).images == 3)
        #expect(try read().objects() == ReadTables.expected([again, new]))
        #expect(try read().images["image"].sorted() == ["a.tif", "c.tif", "day 2/n.tif"])
        // A result with other bytes of equal length, in the same place.
        again.values = ["0.7", "0.8", "0.6"]
        try again.commit(below: folder)
        _ = try folder.tables().update(.everything)
        #expect(try read().objects() == ReadTables.expected([again, new]))
        try again.fail(below: folder)
        _ = try folder.tables().update(.results([again.news]))
        #expect(try read().images["status"].sorted() == ["done", "done", "done"], "the earlier result is kept")
    }

    @Test("tables of other columns widen those of all; a value stands under its own name, whatever the order")
    func columns() throws {
        try a.commit(below: folder)
        _ = try folder.tables().update(.everything)
        let cells = MeasuredImage(
            image: "a.tif",
            recipe: "cells",
            column: "class,image,eccentricity",
            values: ["2,a.tif,0.5"]
        )
        try cells.commit(below: folder)
        try b.commit(below: folder)
        _ = try folder.tables().update(.results([cells.news, b.news]))
        let tables = try read()
        #expect(
            tables.objects.columns.suffix(4) == ["centroid-1", "solidity", "class", "eccentricity"],
            "the path stands for the file's name"
        )
        #expect(tables.objects("class") == ["a.tif  1 ", "a.tif  2 ", "a.tif cells 1 2", "day 1/b.tif  1 "])
        #expect(tables.objects("solidity") == ["a.tif  1 0.1", "a.tif  2 0.2", "a.tif cells 1 ", "day 1/b.tif  1 0.3"])
        #expect(try !folder.tables().update(.everything).isWritten)
    }

    @Test(
        "results in sub-folders, and in a tree of their own, have the tables at their top",
        arguments: ["results", "/"]
    )
    func places(output: String) throws {
        let isTree = output == "/"
        var images = [a, b]
        if !isTree { for index in images.indices { images[index].subfolder = "results" } }
        for image in images { try image.commit(below: folder) }
        let location = isTree ? OutputLocation.mirror(root: folder.path) : .subfolder(output)
        let work = ExperimentWork()
        let experiment = ExperimentFolder(isTree ? "/raw" : folder.path, output: location)
        #expect(try ExperimentTables(of: experiment, work).update(.everything).images == 2)
        let tables = try #require(ReadTables(folder, in: isTree ? "" : "results/"))
        #expect(tables.objects() == ReadTables.expected([a, b]))
        #expect(
            tables.images["summary"]
                == images.map { image in
                    (image.way + (image.subfolder.map { [$0] } ?? []) + [image.names.summary]).map(\.string).joined(
                        separator: "/"
                    )
                }
        )
    }

    @Test(
        "somebody else's file of that name is never replaced",
        arguments: ["segmentd_objects.csv", "segmentd_images.csv"]
    )
    func foreign(name: String) throws {
        try a.commit(below: folder)
        for text in ["mine\n", ""] {
            try folder.write(Array(text.utf8), to: name)
            let failure = #expect(throws: Failure.self) { try folder.tables().update(.everything) }
            #expect(failure?.kind == "table_foreign" && failure?.message.contains(name) == true)
            #expect(try folder.read(name) == Array(text.utf8))
            #expect(try folder.names().filter { $0.hasPrefix(".") } == [])
        }
        try folder.remove(name)
        #expect(try folder.tables().update(.everything).isWritten)
    }

    @Test("two that write at the same time lose nothing")
    func writers() throws {
        let images = (0..<24).map { MeasuredImage(image: .init("\($0).tif")!, values: ["\($0)"]) }
        for image in images { try image.commit(below: folder) }
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 2) { number in
            for image in images where Int(image.values[0])! % 2 == number {
                do { _ = try folder.tables().update(.results([image.news])) } catch {
                    problems.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(problems.withLock(\.self) == [])
        #expect(try read().objects() == ReadTables.expected(images))
        #expect(try read().images.rows.count == images.count)
    }

    @Test("nothing is written where there is no room, and all of it later")
    func room() throws {
        try a.commit(below: folder)
        var work = ExperimentWork()
        work.room = { folder, bytes throws(Failure) in
            #expect(bytes > 100)
            throw .fileSystem(doing: "write", path: folder.path, code: .noSpace)
        }
        #expect(throws: Failure.self) { try folder.tables(work).update(.everything) }
        #expect(try read().objects.rows == [])
        #expect(try folder.names().filter { $0.hasPrefix(".") } == [])
        _ = try folder.tables().update(.results([a.news]))
        #expect(try read().objects() == ReadTables.expected([a]))
    }
}
