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
            ("label_type = \"uint8\"", "label_type", "uint16"),
            ("label_type = 32", "label_type", "must be a text"),
        ]
    )
    func problems(lines: String, key: String, reason: String) throws {
        let error = try #require(throws: SettingsError.self) { try Self.recipe(lines) }
        #expect("\(error)".contains("folder[0].recipe[0].\(key)") && "\(error)".contains(reason), "\(error)")
    }
}
