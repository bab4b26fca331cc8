import Foundation
import SystemPackage
import Testing
import Watching

/// A script of shell commands and the events they must cause; the form is told in `Scripts/README.md`.
struct WatchScript: CustomTestStringConvertible {
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
    }

    let name: String
    var options: [String: String] = [:]
    var sections: [(kind: Section, lines: [String])] = []

    var testDescription: String { name }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scripts")

    /// All scripts in the folder.
    static let all: [WatchScript] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap { try? WatchScript(name: $0) }
    }()

    init(name: String) throws {
        self.name = name
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
        for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.isEmpty || line.hasPrefix("#") { continue }
            if let section = Section(rawValue: line) {
                sections.append((section, []))
            } else if sections.isEmpty {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                options[words[0]] = words.count > 1 ? words[1] : ""
            } else {
                sections[sections.count - 1].lines.append(line)
            }
        }
    }

    /// The root that the options describe.
    func root(at path: FilePath) -> WatchedRoot {
        WatchedRoot(
            path: path,
            recursive: options["recursive"] != nil,
            quiet: .milliseconds(Int(options["quiet"] ?? "150") ?? 150),
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
        timing.unsureQuiet = .milliseconds(300)
        timing.busyRetry = .milliseconds(100)
        timing.overflowPause = .milliseconds(50)
        if let capacity = options["capacity"].flatMap({ Int($0) }) { timing.changeCapacity = capacity }
        return timing
    }
}
