import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("What run says of an image")
struct RunWordsTests {
    private let item = BatchRun.Item(
        path: "/data/plates/P1/A01.tif",
        folder: FolderSettings(path: "/data/plates", recipes: [RecipeSettings(classifier: "/models/nuclei.cl")]),
        way: "P1/A01.tif"
    )

    @Test(
        "its name stands in front, and nowhere else",
        arguments: [
            ("A01.tif: it ends early; copy it", "P1/A01.tif: it ends early; copy it"),
            ("/data/plates/P1/A01.tif cannot be opened: EIO", "P1/A01.tif: cannot be opened: EIO"),
            ("cannot read A01.tif: EIO", "P1/A01.tif: cannot read it: EIO"),
            ("/data/plates/P1/A01.tif: the worker ended", "P1/A01.tif: the worker ended"),
            // Other files, whose names only begin or end so.
            ("not replaced: A01.tif.bak, xA01.tif", "P1/A01.tif: not replaced: A01.tif.bak, xA01.tif"),
            ("of another image, /old/A01.tif", "P1/A01.tif: of another image, /old/A01.tif"),
        ]
    )
    func once(words: String, line: String) { #expect(item.line(words, recipe: nil) == line) }

    @Test("a recipe is named behind it; what to do follows what is wrong")
    func failure() {
        let failure = Failure(kind: "k", message: "A01.tif: it ends", remedy: "copy it again")
        #expect(item.line(failure, recipe: "nuclei") == "P1/A01.tif (nuclei): it ends; copy it again")
    }

    @Test("in one folder images are called by the way from there, else with what was named, which the hash leaves out")
    func labels() throws {
        let folder = try TemporaryFolder()
        for name in ["a/P1/x.tif", "a/P2/x.tif", "b/x.tif"] {
            try folder.makeFolder(FilePath(name).removingLastComponent().string)
            try folder.write([1], to: name)
        }
        func find(_ names: [FilePath]) throws -> [BatchRun.Item] {
            try BatchItems.find(names.map { folder.path.pushing($0) }, recursive: true) {
                FolderSettings(path: $1, recipes: [RecipeSettings(classifier: "/models/nuclei.cl")])
            }
        }
        #expect(Set(try find(["a"]).map(\.label)) == ["P1/x.tif", "P2/x.tif"])
        let both = try find(["a", "./b"])
        #expect(Set(both.map(\.label)) == Set(["a/P1/x.tif", "a/P2/x.tif", "b/x.tif"].map { folder.path($0) }))
        #expect(Set(both.map(\.way)) == ["P1/x.tif", "P2/x.tif", "x.tif"])
        let file = try find(["b/x.tif"])
        #expect(file.map(\.label) == [folder.path("b/x.tif")] && file.map(\.way) == file.map(\.label))
    }

    @Test("what leads nowhere is told of where somebody listens")
    func lost() throws {
        let folder = try TemporaryFolder()
        try folder.write([1], to: "a.tif")
        var lost: [FilePath] = []
        let items = try BatchItems.find(
            ["gone.tif", "a.tif"].map { folder.path($0) },
            recursive: true,
            lost: { path, failure in
                lost.append(path)
                #expect(failure.kind == "not_found" && !failure.isTransient)
            },
            folder: { FolderSettings(path: $1, recipes: [RecipeSettings(classifier: "/models/nuclei.cl")]) }
        )
        #expect(items.map(\.path) == [folder.path("a.tif")] && lost == [folder.path("gone.tif")])
        #expect(
            try BatchItems.commonFolder(of: [folder.path("x/gone.tif"), folder.path("a.tif")], passesOver: true)
                == folder.path
        )
    }

    @Test("trouble that passes is counted apart from failures; what a stop cut short is not counted")
    func tally() {
        var tally = BatchRun.Tally()
        let full = Failure(kind: "disk_full", message: "m", remedy: "r", isTransient: true)
        let wrong = Failure(kind: "no_image", message: "m", remedy: "r")
        let cut = Failure(kind: "interrupted", message: "m", remedy: "r", isTransient: true)
        for outcome in [
            ImageOutcome.postponed(full), .postponed(wrong), .postponed(cut), .changed, .upToDate(nil), .later(.now),
            .waitsForLabels("/l.tif"), .waitsForClassifier,
        ] { tally.count(outcome) }
        #expect([tally.done, tally.upToDate, tally.failed, tally.postponed] == [0, 1, 3, 2])
        #expect(tally.settled == 6)
    }
}
