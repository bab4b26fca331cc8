import SystemPackage
import TestSupport
import Testing
import Watching

/// Each script runs on a real folder, with another process as the writer. The time limit is for lost events only.
@Suite("Scripts", .timeLimit(.minutes(1)))
struct WatchScriptTests {
    @Test("are there")
    func scripts() {
        #expect(WatchScript.names.count >= 15)
    }

    @Test(
        "are refused where a line is in no place of the form",
        arguments: [
            "Do:\ntrue\nOuput:\n", "Do:\ntrue\noutput:\n", "recursiv\nDo:\ntrue\n", "Output:\nfinish live in/x.tif\n",
            "Do:\ntrue\nWait:\nmissing\nprintf data > in/x.tif\n", "", "# nothing\n", "recursive\n",
        ]
    )
    func mistakes(text: String) {
        #expect(throws: WatchScript.Mistake.self) { try WatchScript(name: "x", text: text) }
    }

    @Test("have commands that succeed; those that fail are told, whatever else they print")
    func commands() async throws {
        let shell = try WatchedFolder().shell
        let failed = await shell.failures(of: [
            "true", "no-such-command 2>&1", "printf x", "cat nothing 2>&1", "exit_=0",
        ])
        #expect(failed == ["no-such-command 2>&1", "cat nothing 2>&1"])
    }

    @Test("cause the events they tell", arguments: WatchScript.names)
    func script(name: String) async throws {
        let script = try WatchScript(name: name)
        let folder = try WatchedFolder()
        if script.options["no-root"] == nil { await folder.shell.run("mkdir in") }
        var sections = script.sections[...]
        while let section = sections.first, section.kind == .before {
            #expect(await folder.shell.failures(of: section.lines) == [])
            sections.removeFirst()
        }
        try await withWatcher(of: [script.root(at: folder.root)], timing: script.timing) { _, events in
            var pending: [String] = []
            for (number, section) in sections.enumerated() {
                switch section.kind {
                case .before, .commands:
                    #expect(await folder.shell.failures(of: section.lines) == [])
                case .wait:
                    await wait(for: section.lines, &pending, &events, folder)
                case .output, .orderedOutput:
                    // All that is expected, in whatever time it takes; then a while in which nothing else may come.
                    while pending.count < section.lines.count, let line = await nextLine(&events, folder) {
                        pending.append(line)
                    }
                    // Two, one after the other: what is found by a scan may be due a little after the first.
                    for turn in ["a", "b"] {
                        let sentinel = "in/zz-\(number)-\(turn).tif"
                        let marker = script.options["done-file"].map { " && : > \(sentinel)\($0)" } ?? ""
                        await folder.shell.run("printf data > \(sentinel)\(marker)")
                        await readUntil("finished live \(sentinel)", &pending, &events, folder)
                    }
                    if section.kind == .output {
                        #expect(pending.sorted() == section.lines.sorted())
                    } else {
                        #expect(pending == section.lines)
                    }
                    pending = []
                }
            }
        }
    }

    private func wait(
        for lines: [String],
        _ pending: inout [String],
        _ events: inout EventFeed,
        _ folder: WatchedFolder
    ) async {
        for line in lines {
            while !pending.contains(line) {
                guard let next = await nextLine(&events, folder) else {
                    Issue.record("'\(line)' did not come; these did: \(pending)")
                    return
                }
                pending.append(next)
            }
            pending.remove(at: pending.firstIndex(of: line) ?? 0)
        }
    }

    private func readUntil(
        _ last: String,
        _ pending: inout [String],
        _ events: inout EventFeed,
        _ folder: WatchedFolder
    ) async {
        while let line = await nextLine(&events, folder) {
            if line == last { return }
            pending.append(line)
        }
        Issue.record("'\(last)' did not come; these did: \(pending)")
    }

    private func nextLine(_ events: inout EventFeed, _ folder: WatchedFolder) async -> String? {
        while let event = await events.next() {
            if let line = folder.line(event) { return line }
        }
        return nil
    }
}
