/// One thing wrong with a configuration: where, what, and how to put it right.
package struct SettingsProblem: Sendable, Hashable, CustomStringConvertible {
    /// The key, such as `folder[0].recipe[1].classifier` (counted from 0); empty for the file as a whole.
    package let keyPath: String
    /// The line in the file, from 1, where it is known.
    package let line: Int?
    /// The column in the line, from 1; known for syntax errors.
    package let column: Int?
    /// What is wrong.
    package let message: String
    /// What to do about it.
    package let remedy: String

    /// A problem of the key at `keyPath`.
    package init(keyPath: String, line: Int? = nil, column: Int? = nil, message: String, remedy: String) {
        self.keyPath = keyPath
        self.line = line
        self.column = column
        self.message = message
        self.remedy = remedy
    }

    package var description: String {
        var parts: [String] = []
        if let line { parts.append(column.map { "line \(line), column \($0)" } ?? "line \(line)") }
        if !keyPath.isEmpty { parts.append(keyPath) }
        parts.append("\(message) (\(remedy))")
        return parts.joined(separator: ": ")
    }
}
