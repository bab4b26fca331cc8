import Files
import Results
import Settings
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Templates of names")
struct NameTemplateTests {
    private static let path = "/data/a"

    /// A configuration with keys of the folder, and of one recipe or several.
    private func configuration(_ folder: String, _ recipes: [String] = [""]) -> String {
        "[[folder]]\npath = \"\(Self.path)\"\n\(folder)\n"
            + recipes.map { "[[folder.recipe]]\nclassifier = \"/c.cl\"\n\($0)\n" }.joined()
    }

    /// The names of the summary and of some outputs of an image.
    private func names(_ configuration: String, _ image: String, recipe: Int = 0) throws -> [String] {
        let folder = try Configuration.settings(configuration).folders[0]
        let path = FilePath(Self.path).pushing(FilePath(image))
        let name = try #require(path.lastComponent)
        let names = OutputNames(image: name, scheme: folder.scheme(of: folder.recipes[recipe], image: path))
        return ([names.summary] + [.mask, .classes, .objects].map { names[$0] }).map(\.string)
    }

    @Test(
        "the usual names are those of their template, to the byte",
        arguments: [nil, "nuclei"],
        ["x.tif", "a b.ome.TIF"]
    )
    func standard(recipe: String?, image: FilePath.Component) throws {
        let long = try #require(FilePath.Component(String(repeating: "ä", count: 125) + ".tif"))
        let template = try NameTemplate("{stem}_{recipe}_{kind}")
        #expect(template == .standard)
        for image in [image, long] {
            for carriesExtension in [false, true] {
                let usual = OutputNames(image: image, recipe: recipe, carriesExtension: carriesExtension)
                let scheme = ResultNaming(template: template).scheme(recipe: recipe)
                let written = OutputNames(image: image, scheme: scheme, carriesExtension: carriesExtension)
                #expect(OutputKind.all.map { usual[$0] } == OutputKind.all.map { written[$0] })
                #expect(usual.summary == written.summary)
            }
        }
    }

    @Test("ilastik's names are a preset, which leaves kinds words of their own, and recipes their names")
    func preset() throws {
        #expect(
            try names(configuration("names = \"ilastik\""), "x.tif")
                == ["x_summary.json", "x_mask.tif", "x_Simple Segmentation.tif", "x_table.csv"]
        )
        let kinds = configuration("names = \"ilastik\"", ["kinds = { classes = \"classes\", mask = \"Mask\" }"])
        #expect(
            try names(kinds, "x.tif") == ["x_summary.json", "x_Mask.tif", "x_classes.tif", "x_table.csv"]
        )
        let two = configuration("", ["name = \"a\"\nnames = \"ilastik\"", "name = \"b\""])
        #expect(try names(two, "x.tif")[2] == "x_a_Simple Segmentation.tif")
        #expect(try names(two, "x.tif", recipe: 1)[2] == "x_b_classes.tif")
        // Words that somebody wrote for the folder go with a recipe's preset; a template of its own has none of the folder's preset.
        let mixed = configuration("kinds = { mask = \"Mask\" }", ["names = \"ilastik-autocontext\""])
        #expect(
            try names(mixed, "x.tif")
                == ["x_summary.json", "x_Mask.tif", "x_Simple Segmentation Stage 2.tif", "x_table.csv"]
        )
        let plain = configuration("names = \"ilastik\"\nkinds = { mask = \"Mask\" }", ["names = \"{stem}-{kind}\""])
        #expect(try names(plain, "x.tif") == ["x-summary.json", "x-Mask.tif", "x-classes.tif", "x-objects.csv"])
        let image = FilePath.Component("x.tif")
        let ilastik = try #require(ResultNaming.presets["ilastik"])
        let all = OutputNames(image: image, scheme: ilastik.scheme(recipe: nil))
        let kindsOfIlastik: [OutputKind] = [.probabilities, .uncertainty, .features, .labels, .objectClasses]
        #expect(
            kindsOfIlastik.map { all[$0].string } == [
                "x_Probabilities.tif", "x_Uncertainty.tif", "x_Features.tif", "x_Object Identities.tif",
                "x_Object Predictions.tif",
            ]
        )
        // Each is known to belong to the summary, by its ending and without knowing it.
        let endings = ResultFamily.endings(of: Array(ResultNaming.presets.values))
        for kind in OutputKind.all {
            #expect(ResultFamily.summary(beside: all[kind], endings: endings) == all.summary)
            #expect(ResultFamily.summaries(beside: all[kind]).contains(all.summary))
        }
        // A long name keeps room for the longest of them.
        let long = try #require(FilePath.Component(String(repeating: "x", count: 250) + ".tif"))
        let shortened = OutputNames(image: long, scheme: ilastik.scheme(recipe: "r"))
        #expect(OutputKind.all.allSatisfy { shortened[$0].string.utf8.count <= 255 })
    }

    @Test("ilastik's names")
    func ilastik() throws {
        let text = configuration(
            """
            names = "{stem}_{kind}"
            kinds = { classes = "Simple Segmentation", probabilities = "Probabilities" }
            """
        )
        #expect(
            try names(text, "x.tif")
                == ["x_summary.json", "x_mask.tif", "x_Simple Segmentation.tif", "x_objects.csv"]
        )
    }

    @Test("groups, recipes and kinds stand where the template has them, a recipe's own template before the folder's")
    func words() throws {
        let text = configuration(
            "pattern = \"{plate}/{well}_s{site:digits}\"\nnames = \"{plate}-{well}-{recipe}-{stem}-{kind}\"",
            ["name = \"a\"", "name = \"b\"\nnames = \"{stem}.b {kind}\"\nkinds = { mask = \"Maske\" }"]
        )
        #expect(
            try names(text, "p 1/B02_s3.tif")
                == ["summary.json", "mask.tif", "classes.tif", "objects.csv"].map { "p 1-B02-a-B02_s3-\($0)" }
        )
        #expect(try names(text, "p 1/B02_s3.tif", recipe: 1)[...1] == ["B02_s3.b summary.json", "B02_s3.b Maske.tif"])
        // What the pattern does not fit has no groups: they go with their separators.
        #expect(try names(text, "p 1/other.tif")[0] == "a-other-summary.json")
        let single = configuration("names = \"seg_{recipe}_{stem}_v2_{kind}\"")
        #expect(try names(single, "x.tif")[0] == "seg_x_v2_summary.json")
    }

    @Test("a name of 255 bytes keeps what is fixed behind the stem, and differs where the image does")
    func longNames() throws {
        let text = configuration(
            "pattern = \"{plate}/*\"\nnames = \"{plate}_{stem}_v2_{kind}\"\nkinds = { mask = \"\(String(repeating: "m", count: 64))\" }"
        )
        var all: Set<String> = []
        for end in ["a", "b"] {
            let image = String(repeating: "p", count: 120) + "/" + String(repeating: "x", count: 200) + end + ".tif"
            let found = try names(text, image)
            #expect(found.allSatisfy { $0.utf8.count <= 255 && $0.contains("_v2_") && $0.hasPrefix("pppp") })
            all.formUnion(found)
        }
        #expect(all.count == 8)
    }

    @Test("bytes that are no UTF-8, and line ends, stay as they are")
    func bytes() throws {
        let folder = try Configuration.settings(
            configuration("pattern = \"{a}_{b}\"\nnames = \"{b}.{stem}-{kind}\"")
        ).folders[0]
        let image = try #require(
            FilePath.Component(bytes: [0xFF, 0x0A] + Array("_".utf8) + [0xC3] + Array(".TIF".utf8))
        )
        let scheme = folder.scheme(of: folder.recipes[0], image: FilePath(Self.path).appending(image))
        let names = OutputNames(image: image, scheme: scheme)
        #expect(names[.mask].bytes == [0xC3, 0x2E, 0xFF, 0x0A, 0x5F, 0xC3] + Array("-mask.tif".utf8))
        #expect(ResultFamily.prefix(ofSummary: names.summary) == names[.mask].bytes.dropLast(8))
        #expect(OutputNames(image: image, scheme: scheme, carriesExtension: true).summary != names.summary)
    }

    @Test(
        "what cannot be is refused, with key, line and remedy",
        arguments: [
            ("names = \"{stem}_{kind}/x\"", "names", "holds a /", "`output`"),
            ("names = \"x_{kind}\"", "names", "lacks {stem}", ""),
            ("names = \"{kind}_{stem}\"", "names", "does not end with {kind}", "at the end"),
            ("names = \"{stem}_x\"", "names", "does not end with {kind}", ""),
            ("names = \"{stem}{kind}\"", "names", "no separator before {kind}", ""),
            ("names = \"{stem}_{well}_{kind}\"", "names", "{well}, which stands for nothing", "{recipe}"),
            ("names = \"{stem_{kind}\"", "names", "brace", ""), ("names = \".{stem}_{kind}\"", "names", "dot", ""),
            ("names = \"{stem}_{stem}_{kind}\"", "names", "{stem} twice", ""),
            ("names = 1", "names", "must be a text", ""),
            ("kinds = { masks = \"m\" }", "kinds.masks", "unknown key", "mask"),
            ("kinds = { mask = \"a/b\" }", "kinds.mask", "file name", ""),
            ("kinds = { mask = \"\" }", "kinds.mask", "file name", ""),
            ("samples = \"p.csv\"", "samples", "without a pattern", "pattern ="),
            ("pattern = \"{label}\"", "pattern", "column of the tables", ""),
        ]
    )
    func refusals(line: String, key: String, message: String, remedy: String) throws {
        let problems = Configuration.problems(configuration(line))
        let problem = try #require(problems.first, "\(line)")
        #expect(problem.keyPath == "folder[0].\(key)" && problem.line == 3)
        #expect(problem.message.contains(message) && problem.remedy.contains(remedy), "\(problem)")
    }

    @Test(
        "names that two kinds or two recipes could have are refused",
        arguments: [
            ("", ["kinds = { mask = \"labels\" }"], "folder[0].recipe[0].kinds", "mask and labels"),
            ("", ["kinds = { mask = \"LABELS\" }"], "folder[0].recipe[0].kinds", "mask and labels"),
            ("", ["kinds = { coco = \"summary\" }"], "folder[0].recipe[0].kinds", "coco and the summary"),
            ("kinds = { mask = \"a_labels\" }", [""], "folder[0].recipe[0].kinds", "mask and labels"),
            (
                "names = \"{stem}_{kind}\"", ["name = \"a\"", "name = \"b\""], "folder[0].recipe[1].names",
                "those of folder[0].recipe[0]"
            ),
            (
                "", ["name = \"a\"\nnames = \"{stem}-{kind}\"", "name = \"b\"\nnames = \"x{stem}-{kind}\""],
                "folder[0].recipe[1].names", "those of folder[0].recipe[0]"
            ),
        ]
    )
    func clashes(folder: String, recipes: [String], key: String, message: String) throws {
        let problems = Configuration.problems(configuration(folder, recipes))
        let problem = try #require(problems.first)
        #expect(problems.count == 1 && problem.keyPath == key && problem.line != nil)
        #expect(problem.message.contains(message), "\(problem)")
    }

    @Test(
        "names that differ at either end are no clash",
        arguments: [
            ("names = \"{stem}-{recipe}-{kind}\"", ["name = \"a\"", "name = \"b\""]),
            ("names = \"{recipe}-{stem}-{kind}\"", ["name = \"a\"", "name = \"b\""]),
            ("", ["name = \"a\"\nnames = \"{stem}-{kind}\"", "name = \"b\""]),
            ("kinds = { mask = \"labels\", labels = \"ids\" }", [""]),
        ]
    )
    func differing(folder: String, recipes: [String]) {
        #expect(Configuration.problems(configuration(folder, recipes)).isEmpty)
    }
}
