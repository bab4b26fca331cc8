import Imaging
import Settings
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Names of classes and the width of labels")
struct ClassNameTests {
    /// The recipe with these lines.
    private static func recipe(_ lines: String) throws -> RecipeSettings {
        let text = "[[folder]]\npath = \"/data\"\n[[folder.recipe]]\nclassifier = \"/c.cl\"\n\(lines)"
        return try Settings(parsing: text, file: "/etc/segmentd/segmentd.toml").folders[0].recipes[0]
    }

    @Test("are read as they stand, and left out where nobody says")
    func reading() throws {
        let recipe = try Self.recipe("class_names = [\"background\", \"Zellkerne µ\"]\nlabel_type = \"uint32\"")
        #expect(recipe.classNames == ["background", "Zellkerne µ"])
        #expect(recipe.labelType == .uint32)
        #expect(try Self.recipe("").classNames == nil && Self.recipe("").labelType == nil)
        #expect(try Self.recipe("label_type = \"auto\"").labelType == .auto)
    }

    @Test("colours, and the numbers of probabilities, are read as they stand, and left out where nobody says")
    func colours() throws {
        let recipe = try Self.recipe(
            "class_colors = [\"#FF8800\", \"#000001\"]\nexport_dtype = \"uint8\"\nexport_drange = [0, 255]"
        )
        #expect(recipe.classColors == [.init(255, 136, 0), .init(0, 0, 1)])
        #expect(recipe.classColors?.map(\.text) == ["#ff8800", "#000001"])
        let scale = ValueExport.Scale(from: .init(0, 1), to: .init(0, 255))
        #expect(recipe.export == ValueExport(type: .uint8, scale: scale))
        let float = try Self.recipe("drange = [0.25, 0.75]\nexport_drange = [-1, 1.5]").export
        #expect(float == ValueExport(type: .float32, scale: .init(from: .init(0.25, 0.75), to: .init(-1, 1.5))))
        let none = try Self.recipe("export_dtype = \"float32\"")
        #expect(none.classColors == nil && none.export == nil)
    }

    @Test("names that somebody chose elsewhere become ones that a recipe could have")
    func usable() {
        let long = String(repeating: "ä", count: 40)
        let names = ClassName.usable(["Label 1", " ", "Label 1", "a\nb", long, long, "class 2"])
        #expect(names[..<4] == ["Label 1", "class 2", "Label 1 (3)", "ab"])
        #expect(names[4] == String(repeating: "ä", count: 32) && names[5].hasSuffix(" (6)"))
        #expect(names[6] == "class 2 (7)")
        #expect(ClassName.problem(of: names) == nil)
    }

    @Test(
        "that are wrong are named with what to write",
        arguments: [
            ("class_names = []", "class_names", "leave it out"),
            ("class_names = \"nuclei\"", "class_names", "list of texts"),
            ("class_names = [\"a\", 2]", "class_names[1]", "must be a text"),
            ("class_names = [\"a\", \"\"]", "class_names[1]", "is no name"),
            ("class_names = [\"a\", \"b \"]", "class_names[1]", "is no name"),
            ("class_names = [\"a\\nb\"]", "class_names[0]", "is no name"),
            ("class_names = [\"\(String(repeating: "x", count: 65))\"]", "class_names[0]", "up to 64 bytes"),
            ("class_names = [\"a\", \"b\", \"a\"]", "class_names[2]", "class 1 too"),
            ("class_colors = [\"#ff8800\", \"red\"]", "class_colors[1]", "in hexadecimal"),
            ("class_colors = [\"#ff880\"]", "class_colors[0]", "is no colour"),
            ("class_colors = []", "class_colors", "leave it out"),
            ("export_dtype = \"uint8\"", "export_dtype", "export_drange = [0, 255]"),
            ("export_dtype = \"int16\"\nexport_drange = [0, 9]", "export_dtype", "\"uint16\""),
            ("export_dtype = 8", "export_dtype", "must be a text"),
            ("drange = [0.0, 1.0]", "drange", "without export_drange"),
            ("export_dtype = \"uint8\"\nexport_drange = [0, 256]", "export_drange", "does not fit into uint8"),
            ("export_dtype = \"uint8\"\nexport_drange = [0]", "export_drange", "list of 2 numbers"),
            ("export_drange = [3, 3]", "export_drange", "two values that differ"),
            ("drange = [1, 1]\nexport_drange = [0, 3]", "drange", "begins and ends with 1.0"),
            ("export_drange = [0, inf]", "export_drange", "no pair of numbers"),
            ("label_type = \"uint8\"", "label_type", "uint16"),
            ("label_type = 32", "label_type", "must be a text"),
        ]
    )
    func problems(lines: String, key: String, reason: String) throws {
        let error = try #require(throws: SettingsError.self) { try Self.recipe(lines) }
        #expect("\(error)".contains("folder[0].recipe[0].\(key)") && "\(error)".contains(reason), "\(error)")
    }
}
