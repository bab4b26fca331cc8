import Foundation
import SystemPackage
import Testing
import Watching

/// A script of shell commands and the events they must cause; the form is told in `Scripts/README.md`.
struct WatchScript {
    /// What a section is for.
    enum Section: String {
        /// Commands run before the watcher starts.
        case before = "Before:"
        /// Commands run while it watches.
        case commands = "Do:"
        /// Exactly these events follow; then one more image is made, and nothing else may have come before it.
        case output = "Output:"
        /// As `output`, in this order.
        case orderedOutput = "Ordered output:"
        /// At least these events follow.
        case wait = "Wait:"

        /// Whether its lines are run, and not waited for.
        var holdsCommands: Bool { self == .before || self == .commands }
    }

    let name: String
    var options: [String: String] = [:]
    var sections: [(kind: Section, lines: [String])] = []

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scripts")

    /// The names of all scripts in the folder; none where it cannot be listed, which a test of its own tells.
    static let names: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    /// Reads the script called `name`.
    init(name: String) throws {
        try self.init(
            name: name,
            text: String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
        )
    }

    /// Reads a script; whatever is in none of the places that the form has for it is an error.
    init(name: String, text: String) throws(Mistake) {
        self.name = name
        for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.isEmpty || line.hasPrefix("#") { continue }
            if let section = Section(rawValue: line) {
                sections.append((section, []))
            } else if line.hasSuffix(":") {
                throw Mistake(script: name, line: line, reason: "names no section")
            } else if sections.isEmpty {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard Self.optionNames.contains(words[0]) else {
                    throw Mistake(script: name, line: line, reason: "is no option")
                }
                options[words[0]] = words.count > 1 ? words[1] : ""
            } else {
                let section = sections.count - 1
                guard sections[section].kind.holdsCommands || Self.isEvent(line) else {
                    throw Mistake(script: name, line: line, reason: "is no event")
                }
                sections[section].lines.append(line)
            }
        }
        guard !sections.isEmpty else { throw Mistake(script: name, line: "", reason: "has no section") }
    }

    /// What is wrong with a script.
    struct Mistake: Error {
        var script: String
        var line: String
        var reason: String
    }

    private static let optionNames: Set<String> = [
        "recursive", "quiet", "unsure", "done-file", "polling", "exclude-name", "exclude-folder", "capacity", "no-root",
    ]

    private static func isEvent(_ line: String) -> Bool {
        ["missing", "elsewhere", "recovered", "overflow", "polled", "watch limit", "waits"].contains(line)
            || ["finished live ", "finished backlog ", "removed ", "passed over ", "readable ", "unreadable "]
                .contains { line.hasPrefix($0) }
    }

    /// The root that the options describe.
    func root(at path: FilePath) -> WatchedRoot {
        WatchedRoot(
            path: path,
            recursive: options["recursive"] != nil,
            quiet: options["quiet"] == "auto" ? nil : .milliseconds(Int(options["quiet"] ?? "150") ?? 150),
            doneFile: options["done-file"].map(DoneFile.init(ending:)),
            excludedFolders: Set(options["exclude-folder"].map { [path.appending($0)] } ?? []),
            excludedNames: Set(options["exclude-name"].flatMap { FilePath.Component($0) }.map { [$0] } ?? []),
            polling: options["polling"] == nil ? .automatic : .always
        )
    }

    /// Short intervals, except for the safety scan: it must not hide a lost event.
    var timing: WatchTiming {
        var timing = WatchTiming()
        timing.rescan = .seconds(3_600)
        timing.poll = .milliseconds(100)
        timing.polledQuiet = .milliseconds(150)
        timing.rootCheck = .milliseconds(50)
        timing.unsureQuiet = .milliseconds(Int(options["unsure"] ?? "300") ?? 300)
        timing.leastLearned = .milliseconds(300)
        timing.changedQuiet = .milliseconds(150)
        timing.busyRetry = .milliseconds(100)
        timing.overflowPause = .milliseconds(50)
        if let capacity = options["capacity"].flatMap({ Int($0) }) { timing.changeCapacity = capacity }
        return timing
    }
}
