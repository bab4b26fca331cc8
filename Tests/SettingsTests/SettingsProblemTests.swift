import Settings
import Testing

@Suite("Settings problems")
struct SettingsProblemTests {
    @Test("names the key, the line, what is wrong and the remedy", arguments: Mistake.all)
    func mistake(_ mistake: Mistake) throws {
        func line(_ place: Mistake.Place, _ right: String) -> String { mistake.place == place ? mistake.line : right }
        let text = """
            # a comment with folder = 1 and [[folder]]
            \(line(.root, ""))
            [[folder]]
            path = "/data/scope1"
            recipe = [ # the first
              { classifier = "c.cl", outputs = ["mask"] }]
            [[folder]]
            \(line(.path, "path = \"/data/scope2\""))
            \(line(.folder, ""))
            [[folder.recipe]]
            \(line(.recipe, ""))
            \(line(.classifier, "classifier = '/c.cl'"))
            """
        let problems = Configuration.problems(text)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.keyPath == mistake.keyPath)
        #expect(problem.message.contains(mistake.message))
        #expect(problem.remedy.contains(mistake.remedy))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if mistake.line.isEmpty {
            // What is missing is reported at the header of its table.
            #expect(problem.line == (mistake.place == .path ? 7 : 10))
        } else {
            #expect(problem.line == lines.firstIndex { $0 == mistake.line }.map { $0 + 1 })
        }
    }

    @Test("reports everything at once, from the top of the file")
    func everything() {
        let problems = Configuration.problems(
            #"""
            colour = """
            [[folder]] is text here
            """
            [device]
            kind = 1
            [[folder]]
            path = "relative"
            [[folder.recipe]]
            outputs = [
              "mask",   # [ { """ '
              "Mask",
            ]
            [[folder.recipe]]
            name = "x/y"
            classifier = "c.cl"
            [[folder]]
            path = "/a"
            """#
        )
        #expect(
            problems.map { "\($0.line ?? 0) \($0.keyPath)" } == [
                "1 colour", "5 device.kind", "7 folder[0].path", "8 folder[0].recipe[0].classifier",
                "8 folder[0].recipe[0].name", "9 folder[0].recipe[0].outputs[1]", "14 folder[0].recipe[1].name",
                "16 folder[1].recipe",
            ]
        )
    }

    @Test(
        "a table in single brackets is told from one in double brackets",
        arguments: [
            ("[folder]\npath = \"/a\"", "folder", "write [[folder]]"),
            ("folder = [1]", "folder", "write [[folder]]"),
            ("[[folder]]\npath = \"/a\"\n[folder.recipe]\nclassifier = \"c\"", "folder[0].recipe", "[[folder.recipe]]"),
            ("[[device]]\nkind = \"gpu\"", "device", "write [device] once"),
        ]
    )
    func brackets(text: String, keyPath: String, remedy: String) throws {
        let problem = try #require(Configuration.problems(text).first { $0.keyPath == keyPath })
        #expect(problem.remedy.contains(remedy))
    }

    @Test("a file without folders has nothing to do", arguments: ["", "# nothing", "[device]\n"])
    func nothing(text: String) {
        #expect(
            Configuration.problems(text).map(\.message) == ["no folder is configured, so there is nothing to watch"]
        )
    }

    @Test(
        "what is not TOML is refused with line and column",
        arguments: [
            ("[[folder]]\npath = /data", 2, 8), ("[[folder]]\npath = \"/a\npath = 1", 2, 11),
            ("a = 1\n a = 2", 2, 6), ("[[folder]\n", 1, 10),
        ]
    )
    func syntax(text: String, line: Int, column: Int) throws {
        let problem = try #require(Configuration.problems(text).first)
        #expect(problem.message.hasPrefix("not valid TOML: "))
        #expect(problem.line == line)
        #expect(problem.column == column)
        #expect(problem.description.hasPrefix("line \(line), column \(column): not valid TOML: "))
    }

    @Test(
        "a NUL never cuts a file or a path short",
        arguments: ["\0", "path = \"/a\\u0000b\"", "path = \"\\U00000000\""]
    )
    func nul(line: String) {
        let problems = Configuration.problems("# first\n\(line)\n\(Configuration.folder("/a"))")
        #expect(problems.map(\.line) == [2])
        #expect(problems.map(\.message) == ["the text holds a NUL character"])
    }

    @Test("the error reads as a list")
    func list() throws {
        let error = try #require(throws: SettingsError.self) {
            try Configuration.settings("[[folder]]\npath = \"/a\"\nquite = 1\nquiet = 2\n")
        }
        #expect(
            error.description == """
                /etc/segmentd/segmentd.toml: 3 problems
                  line 1: folder[0].recipe: the folder has no recipe (add a [[folder.recipe]] with a classifier)
                  line 3: folder[0].quite: unknown key (did you mean `quiet`?)
                  line 4: folder[0].quiet: must be a text, but is a whole number (write it in quotes: quiet = "2s")
                """
        )
    }
}
