import Devices
import Glibc
import Results
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Configuration files")
struct SettingsFileTests {
    /// The configuration that is delivered.
    private static let delivered = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent().appending("Config/segmentd.toml")

    @Test("the delivered file has no problems")
    func deliveredFile() throws {
        let settings = try Settings.load(from: Self.delivered)
        #expect(settings.file == Self.delivered)
        #expect(
            settings.folders == [
                FolderSettings(
                    path: "/data/scope1",
                    recipes: [
                        RecipeSettings(classifier: "/etc/segmentd/nuclei.cl", outputs: [.mask, .labels, .objects])
                    ]
                )
            ]
        )
    }

    @Test("what the delivered file comments out can be switched on")
    func commentedOutKeys() throws {
        let descriptor = try FileDescriptor.open(Self.delivered, .readOnly)
        let text = try descriptor.closeAfter {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = try bytes.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            return String(decoding: bytes[..<count], as: UTF8.self)
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let code = line.drop { $0 == " " }
            guard code.first == "#", let next = code.dropFirst().first else { return String(line) }
            let rest = code.dropFirst()
            let isCode =
                next.isLetter || next == "[" || rest.hasPrefix("    [[") || rest.hasPrefix("    name = ")
                || rest.hasPrefix("    classifier = ") || rest.hasPrefix("    outputs = ")
            return isCode ? String(rest) : String(line)
        }
        let settings = try Settings(parsing: lines.joined(separator: "\n"), file: Self.delivered)
        #expect(settings.device?.kind == .gpu)
        #expect(settings.folders.map(\.recipes.count) == [1, 2])
        // What stands there as the default is the default; some have none.
        var first = settings.folders[0]
        #expect(first.groups?.pattern.groups == ["plate", "well", "site"])
        #expect(first.groups?.samples?.path == Self.delivered.removingLastComponent().appending("plate7.csv"))
        #expect(first.together?.text == TogetherPattern.example && first.together?.axes == [.channels])
        (first.groups, first.together) = (nil, nil)
        let plain = FolderSettings(
            path: first.path,
            doneFile: ".done",
            access: ResultAccess(group: "microscopy", mode: [.ownerReadWrite, .groupReadWrite]),
            offPeak: DayWindow("19:00-07:00"),
            contact: "owner@example.org",
            recipes: first.recipes
        )
        #expect(first == plain)
        #expect(first.recipes[0].name == "nuclei")
        #expect(first.recipes[0].positiveClass == 2)
        #expect(first.recipes[0].threshold == 0.5)
    }

    @Test("a file that is not there is a problem of its own")
    func missing() throws {
        let error = try #require(throws: SettingsError.self) { try Settings.load(from: "/nonexistent/segmentd.toml") }
        #expect(error.description.contains("/nonexistent/segmentd.toml: 1 problem\n"))
        #expect(error.problems[0].message == "cannot be read: No such file or directory")
        #expect(!error.problems[0].remedy.isEmpty)
        #expect(throws: SettingsError.self) { try Settings.load(from: "/") }
    }

    @Test("relative paths start from the file's folder, also when its own path is relative")
    func relativeFile() throws {
        let settings = try Settings(
            parsing: "[[folder]]\npath = \"/a\"\nrecipe = [{ classifier = \"c.cl\" }]",
            file: "conf/s.toml"
        )
        let here = try #require(getcwd(nil, 0))
        defer { free(here) }
        #expect(settings.folders[0].recipes[0].classifier == FilePath(platformString: here).appending("conf/c.cl"))
    }

    @Test("text that is not UTF-8 is refused by line")
    func notUTF8() throws {
        try TemporaryFolder.with { home in
            let file = try home.write(Array("[[folder]]\npath = \"/Ger".utf8) + [0xE4, 0x74, 0x22], to: "latin1.toml")
            let error = try #require(throws: SettingsError.self) { try Settings.load(from: file) }
            #expect(error.problems.map(\.line) == [2])
            #expect(error.problems.map(\.message) == ["is not UTF-8 text"])
        }
    }

    @Test("a whole megabyte is refused")
    func tooLarge() throws {
        try TemporaryFolder.with { home in
            let file = try home.write([UInt8](repeating: UInt8(ascii: "#"), count: 1 << 20 + 1), to: "image.tif")
            let error = try #require(throws: SettingsError.self) { try Settings.load(from: file) }
            #expect(error.problems.map(\.message) == ["is larger than 1 MiB"])
        }
    }
}
