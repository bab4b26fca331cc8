import Files
package import SystemPackage
package import WorkerProtocol

/// A classifier with all its versions, for people and programs.
package struct ClassifierListing: Codable, Sendable, Equatable {
    /// The classifier's file.
    package let file: PathText
    /// SHA-256 of the file as it is now, hexadecimal; nil where there is none.
    package let digest: String?
    /// The number of the version that it is; nil where it is none.
    package let inForce: Int?
    /// What a running daemon says of it; nil where none uses it.
    package let daemon: ClassifierState?
    package let versions: [ClassifierVersion]
    /// What came into force when.
    package let history: [VersionHistory.Event]
    /// What is wrong with the folder of versions.
    package let problems: [String]

    /// Whether it is a project, of which no versions are kept; nil for the file of a classifier.
    package let isProject: Bool?

    /// What lies at `file`.
    package init(_ file: FilePath, daemon: ClassifierState? = nil) throws(Failure) {
        if let name = file.lastComponent?.string, ProjectFile.isProject(named: name) {
            // What of it is the classifier, a worker says; the daemon knows it.
            let isThere = (try? FileCalls().state(at: file, followingLink: true)) != nil
            (self.file, digest, inForce, versions) = (PathText(file), daemon?.digest, nil, [])
            (history, problems, self.daemon, isProject) = ([], [], daemon, isThere ? true : nil)
            return
        }
        let list = try ClassifierVersions(of: file).list()
        self.file = PathText(file)
        (digest, inForce, versions) = (list.digestInForce, list.inForce, list.versions)
        (history, problems, self.daemon, isProject) = (list.history.events, list.problems, daemon, nil)
    }

    /// Whether there is neither a classifier nor a version of one.
    package var isEmpty: Bool { digest == nil && versions.isEmpty && isProject == nil }

    /// A line for the classifier, and one for each version.
    package var text: String {
        var line = file.path.readable + ": "
        if isProject == true {
            line += "an ilastik project, of which no versions are kept"
            line += digest.map { " (\($0.prefix(12)))" } ?? ""
        } else if let digest {
            line +=
                inForce.map { "version \($0)" }
                ?? (versions.isEmpty ? "no versions are kept" : "not one of the versions")
            line += " (\(digest.prefix(12)))"
        } else {
            line += "there is no classifier yet"
        }
        if let daemon {
            if daemon.digest == nil || daemon.digest != digest { line += "; not in force in the daemon" }
            if let generation = daemon.generation, daemon.digest == digest { line += ", generation \(generation)" }
            if let seconds = daemon.secondsInForce, daemon.digest == digest { line += ", in force for \(Age(seconds))" }
            if let refused = daemon.refused { line += "; the file as it is now is refused: \(refused)" }
        }
        return ([line] + rows + problems.map { "    problem: \($0)" }).joined(separator: "\n")
    }

    /// The table of the versions.
    private var rows: [String] {
        guard !versions.isEmpty else { return [] }
        let head = ["", "made (UTC)", "f1", "before", "state", "reason"]
        let cells = versions.map { version in
            let record = version.record
            return [
                "\(version.number)", record.map { Self.minute($0.made) } ?? "", Self.score(record?.scores?.f1),
                Self.score(record?.scoresInForce?.f1), version.state.words,
                version.damage ?? record?.reason ?? "",
            ]
        }
        let widths = head.indices.map { column in ([head] + cells).map { $0[column].count }.max() ?? 0 }
        return ([head] + cells).map { row in
            // Numbers stand to the right.
            let padded = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? blanks + cell : cell + blanks
            }
            var line = "    " + padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// `2026-11-30 00:12` of `2026-11-30T00:12:07.123Z`.
    private static func minute(_ time: String) -> String {
        String(time.prefix(16)).split(separator: "T").joined(separator: " ")
    }

    /// Three digits behind the point.
    private static func score(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "-" }
        let thousandths = Int((min(max(value, 0), 1) * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension ClassifierVersion.State {
    /// The word for people.
    var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
