import Imaging
import Settings
import SystemPackage
import Testing

@Suite("Channels and positions in the configuration")
struct AxisSettingsTests {
    /// The recipe with these lines.
    private static func recipe(_ lines: String) throws -> RecipeSettings {
        let text = "[[folder]]\npath = \"/data\"\n[[folder.recipe]]\nclassifier = \"/c.cl\"\n\(lines)"
        return try Settings(parsing: text, file: "/etc/segmentd/segmentd.toml").folders[0].recipes[0]
    }

    @Test("are numbers and names, with brackets or without for a single one")
    func reading() throws {
        let recipe = try Self.recipe("channels = [\"DAPI\", 2, \"3\"]\npositions = 4")
        #expect(recipe.channels?.entries == [.name("DAPI"), .number(2), .name("3")])
        #expect(recipe.positions?.entries == [.number(4)])
        #expect(try Self.recipe("channels = \"DAPI\"").channels?.entries == [.name("DAPI")])
        #expect(try Self.recipe("").channels == nil && Self.recipe("").positions == nil)
        #expect(try Self.recipe("axes = \"ptzcyx\"").axes?.description == "PTZCYX")
    }

    @Test(
        "that are wrong are named with what to write",
        arguments: [
            ("channels = []", "channels", "leave it out"),
            ("channels = [0]", "channels[0]", "write for example channels = [1, \"DAPI\"]"),
            ("channels = [1, -1]", "channels[1]", "-1 is no number of theirs"),
            ("channels = [1, 2, 1]", "channels", "1 occurs twice"),
            ("channels = [\"DAPI\", \"dapi\"]", "channels", "occurs twice"),
            ("channels = [1, 2.5]", "channels[1]", "must be a whole number or a text"),
            ("channels = true", "channels", "must be a whole number or a text"),
            ("channels = [\"\"]", "channels[0]", "1 to 256 bytes"),
            ("positions = [[1]]", "positions[0]", "but is a list"),
            ("positions = 0", "positions", "write for example positions = [1]"),
            ("position = 1", "position", "did you mean `positions`?"),
        ]
    )
    func problems(lines: String, key: String, reason: String) throws {
        let error = try #require(throws: SettingsError.self) { try Self.recipe(lines) }
        #expect("\(error)".contains("folder[0].recipe[0].\(key)") && "\(error)".contains(reason), "\(error)")
    }

    @Test("of a command go before those of a recipe, each by itself")
    func choice() throws {
        var recipe = try Self.recipe("channels = [1]\naxes = \"ZYX\"")
        recipe.take(AxisChoice(positions: AxisSelection([.number(2)])))
        #expect(recipe.channels?.description == "[1]" && recipe.axes?.description == "ZYX")
        #expect(recipe.positions?.description == "[2]")
        recipe.take(AxisChoice(names: AxisNames("TYX"), channels: AxisSelection([.name("a")])))
        #expect(recipe.channels?.description == "[\"a\"]" && recipe.axes?.description == "TYX")
    }
}
