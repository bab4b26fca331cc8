import Files
import Service
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite("What a unit needs for a configuration")
struct UnitDropinTests {
    private static let everythingIsThere = UnitSurroundings()

    private static func settings(
        _ folders: [(path: String, more: String)],
        classifier: String = "/c.cl"
    ) throws -> Settings {
        let text = folders.map { folder in
            "[[folder]]\npath = '\(folder.path)'\n\(folder.more)\n[[folder.recipe]]\nclassifier = \"\(classifier)\"\n"
        }
        return try Settings(parsing: text.joined(), file: "/etc/segmentd/segmentd.toml")
    }

    private static func lines(_ dropin: UnitDropin) -> [String] {
        dropin.text(for: "/etc/segmentd/segmentd.toml").split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    @Test("nothing, where the unit file names the folders already")
    func nothing() throws {
        let settings = try Self.settings([("/data/scope1", ""), ("/srv/a", "output = \"/mnt/results\"")])
        let dropin = UnitDropin(for: settings, in: Self.everythingIsThere)
        #expect(dropin.isEmpty && Self.lines(dropin).isEmpty)
    }

    @Test("folders elsewhere may be written to, and nothing in them executed")
    func elsewhere() throws {
        let settings = try Self.settings([("/micro scopes/100%", "output = \"/results/a\"\ngroup = \"imaging\"")])
        let surroundings = UnitSurroundings(isFolder: { $0 != "/results/a" })
        #expect(
            Self.lines(UnitDropin(for: settings, in: surroundings)) == [
                "[Service]", "ReadWritePaths=\"-/micro scopes/100%%\"", "ReadWritePaths=-/results",
                "NoExecPaths=\"-/micro scopes/100%%\"", "NoExecPaths=-/results", "SupplementaryGroups=imaging",
            ]
        )
    }

    @Test("of homes, the folders alone are shown; classifiers for reading")
    func homes() throws {
        let settings = try Self.settings([("/home/anna/data", "")], classifier: "/home/anna/classifiers/a.cl")
        #expect(
            Self.lines(UnitDropin(for: settings, in: Self.everythingIsThere)) == [
                "[Service]", "ProtectHome=tmpfs", "BindPaths=-/home/anna/data",
                "BindReadOnlyPaths=-/home/anna/classifiers", "NoExecPaths=-/home/anna/data",
            ]
        )
    }

    @Test("the service comes after the drive that holds a folder, and does not need it")
    func drives() throws {
        let settings = try Self.settings([("/data/my scope/raw", "")])
        let surroundings = UnitSurroundings(mountPlaces: ["/", "/data", "/data/my scope", "/data/my"])
        #expect(
            Self.lines(UnitDropin(for: settings, in: surroundings)) == [
                "[Unit]", #"Wants=data-my\x20scope.mount"#, #"After=data-my\x20scope.mount"#,
            ]
        )
    }

    @Test("a group that does not exist is left out, for it would keep the service from starting")
    func missingGroup() throws {
        let settings = try Self.settings([("/data/a", "group = \"imaging\"")])
        let dropin = UnitDropin(for: settings, in: UnitSurroundings(isGroup: { _ in false }))
        #expect(dropin.isEmpty)
        #expect(dropin.text(for: "/x").contains("`groupadd imaging`"))
    }

    @Test(
        "mount units are called as systemd-escape calls them",
        arguments: ["/data", "/data/my scope/", "/", "/.x/a.b", "/ü/100%", "/a-b/c_d:e", "/q\"'\\"]
    )
    func mountUnits(path: String) async throws {
        let escaped = try await Shell(in: "/").run("systemd-escape --path --suffix=mount -- \(ShellText.quoted(path))")
        #expect(UnitText.mountUnit(FilePath(path)) + "\n" == escaped)
    }

    @Test("systemd has nothing to say against any path")
    func verified() async throws {
        let paths = [
            "/plain", "/my scope", "/100%Q", "/quo\"te", "/it's", "/back\\slash", "/co:lon", "/ü", "/a;b#c", "/$HOME",
        ]
        let home = try TemporaryFolder()
        do {
            let words = try paths.map { try #require(UnitText.word(FilePath($0), mayBeMissing: false)) }
            let binds = try paths.map { try #require(UnitText.bindWord(FilePath($0), mayBeMissing: false)) }
            let unit =
                "[Service]\nExecStart=/bin/true\n" + words.map { "ReadWritePaths=\($0)\n" }.joined()
                + words.map { "NoExecPaths=\($0)\n" }.joined() + binds.map { "BindPaths=\($0)\n" }.joined()
            try home.write(Array(unit.utf8), to: "words.service")
            // It says what it cannot read, and the line.
            let complaints = try await Shell(in: home.path.string).run(
                "systemd-analyze verify --man=no ./words.service 2>&1"
            )
            #expect(complaints.split(separator: "\n").filter { $0.contains("words.service") } == [])
        }
        #expect(UnitText.word("/line\nend") == nil)
        #expect(UnitText.word(FilePath(bytes: [0x2F, 0xFF])) == nil)
    }
}
