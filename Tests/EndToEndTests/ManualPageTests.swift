import Foundation
import TestSupport
import Testing

/// The manual pages, as `make install` writes them, read by mandoc and held against the program.
@Suite("Manual pages", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc")))
struct ManualPageTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private let home: TemporaryFolder

    init() throws {
        home = try TemporaryFolder()
        let script = Self.repository.appending(path: "Systemd/man/generated.sh").path
        let made = try ProgramCall(
            [RunningDaemon.program.path, home.appending("share"), home.appending("zsh")],
            home: home.url,
            program: [script]
        ).finish()
        guard made.status == 0 else { throw EndToEndError("generated.sh: \(made.errors)") }
    }

    private func page(_ name: String) -> String { home.appending("share/man/\(name)") }

    /// What mandoc makes of a page, without the marks of bold letters.
    private func text(of name: String) throws -> String {
        let bold = try output(["/usr/bin/mandoc", "-Tascii", page(name)])
        return bold.replacing(try Regex(".\u{8}"), with: "")
    }

    private func output(_ command: [String]) throws -> String {
        let result = try ProgramCall([], home: home.url, program: command).finish()
        return result.output + result.errors
    }

    @Test("are what mandoc wants", arguments: ["man8/segmentd.8", "man5/segmentd.toml.5"])
    func lint(name: String) throws {
        // Pages that are not installed on this machine are no fault of the page.
        let remarks = try output(["/usr/bin/mandoc", "-Tlint", page(name)]).split(separator: "\n")
            .filter { !$0.contains("referenced manual not found") && !$0.contains("outdated mandoc.db") }
        #expect(remarks.isEmpty, "\(remarks.joined(separator: "\n"))")
        #expect(try text(of: name).contains("EXAMPLES"))
    }

    @Test("every key that the program knows has an entry")
    func keys() throws {
        let script = """
            import pathlib, re, sys
            text = "\\n".join(path.read_text() for path in pathlib.Path(sys.argv[1]).glob("*.swift"))
            lists = re.findall(r"keys(?:: | = )[\\w.+ ]*\\[([^\\]]*)\\]", text)
            print(*sorted({key for one in lists for key in re.findall(r'"(\\w+)"', one)}))
            """
        let sources = Self.repository.appending(path: "Sources/Settings").path
        let known = try output(["/usr/bin/python3", "-c", script, sources]).split(whereSeparator: \.isWhitespace)
        #expect(known.count > 35 && known.contains("quiet") && known.contains("workers"), "\(known)")
        let page = try text(of: "man5/segmentd.toml.5").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let refusal = try ProgramCall.result(of: ["run", "--classifier", "a", "--step", "x=1", "a"], home: home.url)
            .errors
        let steps = try #require(refusal.firstMatch(of: /write one of (threshold, [^)\n]*)/)?.1).split(separator: ", ")
        for key in known + steps {
            let forms = [" \(key) = ", " [\(key)] ", " [[\(key)]] ", ".\(key)]"]
            #expect(forms.contains { page.contains($0) }, "\(key) has no entry in segmentd.toml(5)")
        }
    }

    @Test("every command has a section, and completions know it")
    func commands() throws {
        let help = try ProgramCall.result(of: ["--help"], home: home.url).output
        let commands = help.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS") }
            .compactMap { $0.hasPrefix("  ") && !$0.hasPrefix("   ") ? $0.split(separator: " ").first : nil }
            .filter { $0 != "See" }
        #expect(commands.count > 12 && commands.contains("status"), "\(help)")
        let manual = try text(of: "man8/segmentd.8")
        for command in commands {
            #expect(manual.contains("\n     segmentd \(command) [options]"), "\(command)")
        }
        for (shell, file) in [
            ("bash", "share/bash-completion/completions/segmentd"),
            ("fish", "share/fish/vendor_completions.d/segmentd.fish"), ("zsh", "zsh/_segmentd"),
        ] {
            let script = try String(contentsOfFile: home.appending(file), encoding: .utf8)
            #expect(!script.hasPrefix("#!"), "\(shell) reads it, and nobody runs it")
            for command in commands { #expect(script.contains(command), "\(shell) does not know \(command)") }
        }
        #expect(try output(["/bin/bash", "-n", home.appending("share/bash-completion/completions/segmentd")]).isEmpty)
    }
}
