import Files
import Glibc
import Results
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite("Problems of the surroundings")
struct EnvironmentProblemTests {
    @Test("nothing is wrong with what is there")
    func allThere() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            try home.write([], to: "c.cl")
            for name in ["raw", "results"] { try ServiceDirectories.create(folder.appending(name)) }
            for output in ["beside", "results", "\(folder)/results", "\(folder)/new"] {
                let settings = try Self.settings(folder, "raw", output: output)
                #expect(settings.environmentProblems().isEmpty)
            }
        }
    }

    @Test("what is missing is named with key path and line, and does not make the configuration wrong")
    func missing() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            let settings = try Self.settings(folder, "raw", output: "beside")
            // A folder may be mounted later: that is said, and no problem.
            let found = (missing: settings.missingFolders(), problems: settings.environmentProblems())
            #expect(found.missing.map(\.keyPath) == ["folder[0].path"] && found.missing.map(\.line) == [2])
            #expect(found.missing.map(\.message) == ["\(folder)/raw: No such file or directory"])
            #expect(found.problems.map(\.keyPath) == ["folder[0].recipe[0].classifier"])
            #expect(found.problems.map(\.line) == [5])
            #expect(found.problems.map(\.message) == ["\(folder)/c.cl: No such file or directory"])
        }
    }

    @Test("files and folders are told apart; nothing above an absolute output is made")
    func kinds() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            try ServiceDirectories.create(folder.appending("c.cl"))
            try ServiceDirectories.create(folder.appending("raw"))
            let settings = try Self.settings(folder, "raw", output: "\(folder)/share/results")
            #expect(settings.environmentProblems().map(\.message) == ["\(folder)/c.cl is not a file"])
            #expect(settings.missingFolders().map(\.message) == ["\(folder)/share: No such file or directory"])
        }
    }

    @Test("a folder that leads into another by a link overlaps it")
    func links() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            try home.write([], to: "c.cl")
            try ServiceDirectories.create(folder.appending("raw/day1"))
            #expect(symlink("\(folder)/raw/day1", "\(folder)/today") == 0)
            let entries = ["raw", "today"].map { name in
                Configuration.folder("\(folder)/\(name)").replacing("/c.cl", with: "\(folder)/c.cl")
            }
            let settings = try Configuration.settings(entries.joined())
            let problems = settings.environmentProblems()
            #expect(problems.map(\.keyPath) == ["folder[1].path"])
            #expect(problems.first?.message.contains("overlaps folder[0]") == true)
        }
    }

    @Test("so do outputs")
    func linkedOutputs() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            try home.write([], to: "c.cl")
            for name in ["a", "b", "out"] { try ServiceDirectories.create(folder.appending(name)) }
            #expect(symlink("\(folder)/out", "\(folder)/alias") == 0)
            let entries = [("a", "out"), ("b", "alias")].map { name, output in
                Configuration.folder("\(folder)/\(name)", "output = \"\(folder)/\(output)\"")
                    .replacing("/c.cl", with: "\(folder)/c.cl")
            }
            let problems = try Configuration.settings(entries.joined()).environmentProblems()
            #expect(problems.map(\.keyPath) == ["folder[1].output"])
            #expect(problems.first?.message.contains("overlaps the output of folder[0]") == true)
        }
    }

    @Test(
        "a group that could not read the results is named, with the remedy",
        arguments: [(0o770, false, true), (0o2770, false, false), (0o775, false, false), (0o770, true, false)]
            as [(CInterop.Mode, Bool, Bool)]
    )
    func readers(mode: CInterop.Mode, isOurs: Bool, isHidden: Bool) throws {
        let images = Readers.Access(group: 4321, permissions: FilePermissions(rawValue: mode))
        #expect(Settings.hidesResults(of: images, in: images, isOurs: isOurs) == isHidden)
        // Elsewhere the folder there has to do it, and for the same group.
        for (group, elsewhere, closes) in [(4321, 0o2770, false), (4321, 0o775, true), (1234, 0o2770, true)] {
            let place = Readers.Access(
                group: UInt32(group),
                permissions: FilePermissions(rawValue: CInterop.Mode(elsewhere))
            )
            let isClosed = mode & 0o005 == 0 && !isOurs
            #expect(Settings.hidesResults(of: images, in: place, isOurs: isOurs) == (isClosed && closes))
        }
    }

    @Test("what may not be read or written is named", .enabled(if: geteuid() != 0, "root may do everything"))
    func rights() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            try home.write([], to: "c.cl")
            try ServiceDirectories.create(folder.appending("raw"))
            let settings = try Self.settings(folder, "raw", output: "beside")
            #expect(chmod("\(folder)/raw", 0o500) == 0 && chmod("\(folder)/c.cl", 0) == 0)
            let problems = settings.environmentProblems()
            #expect(problems.first?.message.hasPrefix("\(folder)/raw cannot be written to by user") == true)
            #expect(problems.map(\.remedy) == ["`chmod u+w \(folder)/raw`", "`chmod u+r \(folder)/c.cl`"])
        }
    }

    private static func settings(_ folder: FilePath, _ name: String, output: String) throws -> Settings {
        try Settings(
            parsing: """
                [[folder]]
                path = "\(folder)/\(name)"
                output = "\(output)"
                [[folder.recipe]]
                classifier = "c.cl"
                """,
            file: folder.appending("segmentd.toml")
        )
    }
}
