import Files
import Settings
package import SystemPackage
import WorkerProtocol

/// What a reload did with the configuration.
package struct ConfigurationChange: Codable, Sendable, Equatable {
    /// The configuration file; nil where the daemon has none.
    package var file: PathText?
    /// Why the file as it is now is not in force, a problem each; empty where it is.
    package var problems: [String] = []
    /// Folders that are watched now and were not before.
    package var added: [PathText] = []
    /// Folders that are watched no longer.
    package var removed: [PathText] = []
    /// Folders whose settings are others now.
    package var changed: [PathText] = []
    /// What of the new configuration comes into force with the next start; nil where all is in force.
    package var afterRestart: String?

    /// That the configuration was not read, or is refused.
    package init(file: FilePath? = nil, problems: [String] = []) {
        self.file = file.map(PathText.init)
        self.problems = problems
    }

    /// What became of the folders.
    init(_ change: FoldersInForce.Change, needsRestart: Bool) {
        let (ended, begun) = (change.ended.map(\.settings.path), change.begun.map(\.settings.path))
        added = begun.filter { !ended.contains($0) }.map(PathText.init)
        removed = ended.filter { !begun.contains($0) }.map(PathText.init)
        changed = begun.filter(ended.contains).map(PathText.init)
        if needsRestart {
            afterRestart =
                "[device], [limits] or [metrics] comes into force with the next start (systemctl restart segmentd)"
        }
    }

    /// Whether the configuration is in force as it is in its file.
    package var isRefused: Bool { !problems.isEmpty }

    /// Whether something about the folders is other than before.
    var isNews: Bool { !(added + removed + changed).isEmpty || afterRestart != nil }

    /// The same in one line, for the journal.
    var line: String {
        (text ?? "").split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
    }

    /// Some lines for people; none where the daemon has no configuration file.
    package var text: String? {
        guard let file else { return nil }
        let name = file.path.readable
        if isRefused {
            return (["\(name) is refused, the configuration before stays in force:"] + problems.map { "  \($0)" })
                .joined(separator: "\n")
        }
        func list(_ word: String, _ paths: [PathText]) -> String? {
            paths.isEmpty ? nil : "\(word) \(paths.map(\.path.readable).joined(separator: ", "))"
        }
        let news = [
            list("watches also", added), list("watches no longer", removed), list("has changed", changed), afterRestart,
        ].compactMap(\.self)
        return "\(name) is in force" + (news.isEmpty ? ", unchanged" : ": \(news.joined(separator: "; "))")
    }
}
