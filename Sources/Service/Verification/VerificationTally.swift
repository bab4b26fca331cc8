import Files

/// What was found in folders of results: every finding up to a bound, and all of them counted.
package struct VerificationTally: Codable, Sendable, Equatable {
    /// So many findings are kept; the others are counted, and found by the next call.
    package static let mostFindings = 10_000

    /// Results whose summary could be read.
    package internal(set) var results = 0
    /// Summaries among them that say why there is no result.
    package internal(set) var failures = 0
    /// Results by an older classifier or recipe, which stay as they are by `on_new_classifier = "new-images"`.
    package internal(set) var older = 0
    /// Output files that were read whole.
    package internal(set) var outputs = 0
    /// Folders that hold results.
    package internal(set) var folders = 0
    /// How many findings there are.
    package internal(set) var findingCount = 0
    /// The findings, in the order in which they were met.
    package internal(set) var findings: [Finding] = []

    mutating func note(_ finding: Finding) {
        findingCount += 1
        if findings.count < Self.mostFindings { findings.append(finding) }
    }

    /// The findings by kind, with path, words and remedy, and the counts.
    package var text: String {
        var lines: [String] = []
        for kind in Finding.Kind.allCases {
            let found = findings.filter { $0.kind == kind }
            guard let first = found.first else { continue }
            lines.append("\(kind.rawValue) (\(found.count)): \(first.remedy)")
            lines += found.map { "  \($0.path.path.readable): \($0.words)" }
        }
        if findingCount > findings.count {
            lines.append("\(findingCount - findings.count) more; mend these first, and call again")
        }
        let count = findingCount == 0 ? "nothing wrong" : findingCount == 1 ? "1 finding" : "\(findingCount) findings"
        let older = older > 0 ? ", \(older) by an older classifier or recipe" : ""
        lines.append(
            "\(results) results (\(failures) of them failures\(older)) with \(outputs) outputs in \(folders) folders: \(count)"
        )
        return lines.joined(separator: "\n")
    }
}
