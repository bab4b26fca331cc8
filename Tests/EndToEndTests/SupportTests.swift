import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("What an operator runs when something is wrong, or new")
struct SupportTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func configuration() throws -> String {
        try home.makeFolder("data/patient 7")
        try home.write(Array("II*\0 no more than this".utf8), to: "data/patient 7/x y.tif")
        try home.write(Array("https://hooks.example.org/services/FILESECRET-1234".utf8), to: "webhook")
        let text = """
            [notify]
            webhook_file = "\(home.appending("webhook"))"
            sendmail = "smtp://user:SMTPSECRET@mail.example.org"
            mail = ["head.of.facility@example.org"]
            # an old one: https://hooks.example.org/services/OLDSECRET
            [[folder]]
            path = "\(home.appending("data"))"
            contact = "owner@localhost"
            [[folder.recipe]]
            classifier = "\(AcquisitionFixtures.classifier("bright").path)"
            """
        try home.write(Array(text.utf8), to: "segmentd.toml")
        return home.appending("segmentd.toml")
    }

    /// The texts of the archive, by the names of their files, read by Python's tarfile.
    private func texts(_ result: ProgramCall.Result) throws -> [String: String] {
        let path = try #require(result.output.split(separator: "\n").last?.split(separator: ":").first.map(String.init))
        let script = """
            import json, sys, tarfile
            archive = tarfile.open(sys.argv[1])
            files = [member for member in archive if member.isfile()]
            print(json.dumps({member.name.split("/")[1]: archive.extractfile(member).read().decode() for member in files}))
            """
        let python = try ProgramCall(["-c", script, path], home: home.url, program: ["/usr/bin/python3"]).finish()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        #expect((size ?? .max) < 5_000_000)
        return try JSONDecoder().decode([String: String].self, from: Data(python.output.utf8))
    }

    @Test("support makes one archive without secrets, also without a daemon and systemd")
    func support() throws {
        let file = try configuration()
        _ = try ProgramCall.result(of: ["run", "--config", file, home.appending("data")], home: home.url)
        let output = try home.makeFolder("out").string
        let arguments = ["support", "--config", file, "--runtime", home.appending("run"), "--output-dir", output]
        let result = try ProgramCall.result(of: arguments, home: home.url)
        #expect(result.status == 0, "\(result.errors)")
        let texts = try texts(result)
        #expect(
            texts.keys.sorted() == [
                "check.txt", "configuration.toml", "devices.txt", "disk.txt", "journal.txt", "status.json",
                "summary.json", "unit.txt", "versions.txt",
            ]
        )
        for name in texts.keys { #expect(result.output.contains(name), "the list of contents names each") }
        let all = texts.values.joined()
        for secret in ["FILESECRET", "SMTPSECRET", "OLDSECRET", "head.of", "owner@"] { #expect(!all.contains(secret)) }
        #expect(texts["summary.json"]?.contains("\"failed\"") == true && all.contains("x y.tif"))
        #expect(texts["status.json"]?.contains("no daemon answers") == true)
        #expect(texts["configuration.toml"]?.contains("h…@example.org") == true)
    }

    @Test("names are hidden where that is wanted, and a bad configuration is sent too")
    func hidden() throws {
        let file = try configuration()
        _ = try ProgramCall.result(of: ["run", "--config", file, home.appending("data")], home: home.url)
        let arguments = ["support", "--config", file, "--runtime", home.appending("run"), "--output-dir"]
        let hidden = try ProgramCall.result(of: arguments + [home.path.string, "--hide-paths"], home: home.url)
        let all = try texts(hidden).filter { $0.key != "configuration.toml" }.values.joined()
        #expect(hidden.status == 0 && !all.contains("patient") && !all.contains("x y.tif"))

        try home.write(Array("[[folder]]\npath = \"https://h.org/SECRET\n".utf8), to: "segmentd.toml")
        let bad = try ProgramCall.result(of: arguments + [try home.makeFolder("bad").string], home: home.url)
        let texts = try texts(bad)
        #expect(bad.status == 0 && texts["check.txt"]?.contains("not valid TOML") == true)
        #expect(!texts.values.joined().contains("SECRET"))
        let unwritable = try ProgramCall.result(of: arguments + ["/nonexistent"], home: home.url)
        #expect(unwritable.status == 1 && unwritable.errors.contains("--output-dir"))
    }

    @Test("selftest segments an image as real APOC does, and says so case by case")
    func selftest() throws {
        let call = ["selftest", "--only", "image", "--json"]
        let result = try ProgramCall.result(of: call, home: home.url)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        struct Report: Decodable {
            struct Case: Decodable {
                var name: String
                var problem: String?
            }
            var device: String
            var passed: Int
            var cases: [Case]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        #expect(report.passed == 3 && report.cases.allSatisfy { $0.problem == nil } && !report.device.isEmpty)
        let words = try ProgramCall.result(of: ["selftest", "--only", "forest of 2"], home: home.url)
        #expect(words.status == 0 && words.output.hasSuffix("1 of 1 passed\n"), "\(words.output)\(words.errors)")
        #expect(try ProgramCall.result(of: ["selftest", "--only", "nothing"], home: home.url).status == 1)
    }
}
