import Service
import Settings
import SystemPackage
import Testing

@Suite("What a unit lets the service do")
struct UnitProtectionTests {
    /// What `systemctl show` of systemd 252 printed for a unit with these settings.
    private static let shown = """
        LoadState=loaded
        ProtectHome=tmpfs
        ProtectSystem=strict
        ReadWritePaths=-/data -/srv "-/home/anna/d a:t%a\\"q\\\\z" +/micro
        BindPaths=-/home/anna/my data:/home/anna/my data:rbind
        BindReadOnlyPaths=-/home/anna/cls:/home/anna/cls:rbind
        PrivateTmp=yes
        User=imager
        SupplementaryGroups=render video
        """

    private static func settings(
        _ path: String,
        output: String = "beside",
        classifier: String = "/c.cl"
    ) throws -> Settings {
        try Settings(
            parsing: """
                [[folder]]
                path = "\(path)"
                output = "\(output)"
                [[folder.recipe]]
                classifier = "\(classifier)"
                """,
            file: "/etc/segmentd/segmentd.toml"
        )
    }

    @Test("what systemctl prints is read back")
    func parsing() throws {
        let protection = try #require(UnitProtection(parsing: Self.shown))
        #expect(protection.writable == ["/data", "/srv", "/home/anna/d a:t%a\"q\\z", "/micro"])
        #expect(protection.user == "imager" && protection.groups == ["render", "video"])
        #expect(protection.protectHome == "tmpfs" && protection.privateTemporary)
        #expect(UnitProtection(parsing: "LoadState=not-found\nProtectHome=no\n") == nil)
    }

    @Test(
        "folders that the unit closes are problems with the command that opens them",
        arguments: [
            ("/data/scope1", "beside", [] as [String]),
            ("/microscopes/scope1", "beside", ["path: the service cannot write to /microscopes/scope1"]),
            ("/microscopes/scope1", "/data/results", []),
            ("/home/anna/data", "beside", ["path: the service cannot see /home/anna/data"]),
            (
                "/home/anna/data", "/home/anna/out",
                [
                    "path: the service cannot see /home/anna/data", "output: the service cannot see /home/anna/out",
                ]
            ),
            ("/data/scope1", "/results", ["output: the service cannot write to /results"]),
            ("/database", "beside", ["path: the service cannot write to /database"]),
            ("/tmp/data", "beside", ["path: the service cannot see /tmp/data"]),
        ]
    )
    func standard(path: String, output: String, expected: [String]) throws {
        let problems = UnitProtection.standard.problems(of: try Self.settings(path, output: output))
        #expect(
            problems.map { "\($0.keyPath): \($0.message)" } == expected.map { "folder[0].\($0) (by the unit file)" }
        )
        #expect(problems.allSatisfy { $0.line != nil && $0.remedy.contains("`segmentd unit-dropin --write`") })
    }

    @Test("what it shows by itself is seen, whatever is above")
    func bound() throws {
        let protection = try #require(UnitProtection(parsing: Self.shown))
        #expect(!protection.hides("/home/anna/my data/day1") && protection.letsWrite(to: "/home/anna/my data/day1"))
        #expect(!protection.hides("/home/anna/cls/a.cl") && !protection.letsWrite(to: "/home/anna/cls"))
        #expect(protection.hides("/home/anna/my data2") && protection.hides("/home/anna"))
        let settings = try Self.settings("/home/anna/my data", classifier: "/home/anna/cls/a.cl")
        #expect(protection.problems(of: settings).isEmpty)
    }

    @Test("a drop-in made for a configuration leaves nothing to say")
    func dropinSuffices() throws {
        for path in ["/home/anna/my data", "/microscopes/scope1", "/tmp/data"] {
            let settings = try Self.settings(path, output: "/results/a", classifier: "/home/anna/cls/a.cl")
            let dropin = UnitDropin(for: settings, in: UnitSurroundings())
            var protection = UnitProtection.standard
            protection.writable += dropin.written
            protection.bound = dropin.shown.map { "-\($0):\($0):rbind" }.joined(separator: " ")
            protection.boundForReading = dropin.shownForReading.map { "\($0):\($0):rbind" }.joined(separator: " ")
            #expect(protection.problems(of: settings).isEmpty, "\(path)")
        }
    }
}
