/// Why a file is not a classifier that can be used.
package enum ClassifierFileError: Error, Hashable, CustomStringConvertible {
    /// The text differs from what APOC writes; line and column count from 1.
    case syntax(file: String, line: Int, column: Int, expected: String, found: String)
    /// The text is well formed, but larger or deeper than is taken.
    case tooLarge(file: String, line: Int, column: Int, limit: String)

    /// `file:line:column: what was expected`, and what to do.
    package var description: String {
        switch self {
        case .syntax(let file, let line, let column, let expected, let found):
            "\(file):\(line):\(column): expected \(expected), found \(found) — "
                + "only files as APOC writes them are taken; export the classifier again"
        case .tooLarge(let file, let line, let column, let limit):
            "\(file):\(line):\(column): the forest has \(limit) — train it with less depth or fewer trees"
        }
    }

    /// The line of the file, from 1.
    package var line: Int {
        switch self {
        case .syntax(_, let line, _, _, _), .tooLarge(_, let line, _, _): line
        }
    }

    /// The column in that line, in characters from 1.
    package var column: Int {
        switch self {
        case .syntax(_, _, let column, _, _), .tooLarge(_, _, let column, _): column
        }
    }
}
