/// Gathers the problems of a configuration while it is read, so that all are reported at once.
final class ProblemList {
    private let lines: KeyLines
    private var problems: [SettingsProblem] = []

    init(lines: KeyLines) {
        self.lines = lines
    }

    /// Whether nothing is wrong so far.
    var isEmpty: Bool { problems.isEmpty }

    /// The problems, those higher up in the file first.
    var inFileOrder: [SettingsProblem] {
        let numbered = problems.enumerated().sorted { first, second in
            (first.element.line ?? .max, first.offset) < (second.element.line ?? .max, second.offset)
        }
        return numbered.map(\.element)
    }

    /// Notes a problem of the key at `keyPath`.
    func add(_ keyPath: String, _ message: String, remedy: String) {
        problems.append(
            SettingsProblem(keyPath: keyPath, line: lines.line(of: keyPath), message: message, remedy: remedy)
        )
    }

    /// Notes a key that nothing reads, with the known one that is spelled like it.
    func addUnknown(_ key: String, at keyPath: String, known: [String]) {
        let nearest = Spelling.nearest(to: key, among: known)
        let remedy = nearest.map { "did you mean `\($0)`?" } ?? "known here: \(known.joined(separator: ", "))"
        add(keyPath, "unknown key", remedy: remedy)
    }
}
