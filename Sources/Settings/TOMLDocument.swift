import SystemPackage
import TOMLKit

/// Turns text into a TOML table, and what the parser refuses into a problem with line and column.
enum TOMLDocument {
    /// The table that `text` describes.
    static func parse(_ text: String, file: FilePath) throws(SettingsError) -> TOMLTable {
        // The parser takes C strings, so everything behind a NUL, plain or escaped, would be lost without a word.
        if let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(where: holdsNUL) {
            let problem = SettingsProblem(
                keyPath: "",
                line: line + 1,
                message: "the text holds a NUL character",
                remedy: "remove it; the file must be plain text"
            )
            throw SettingsError(file: file, problems: [problem])
        }
        do {
            return try TOMLTable(string: text)
        } catch {
            throw SettingsError(file: file, problems: [problem(for: error)])
        }
    }

    private static func holdsNUL(_ line: Substring) -> Bool {
        line.utf8.contains(0) || line.contains("\\u0000") || line.contains("\\U00000000")
    }

    private static func problem(for error: any Error) -> SettingsProblem {
        let refusal = error as? TOMLParseError
        return SettingsProblem(
            keyPath: "",
            line: refusal?.source.begin.line,
            column: refusal?.source.begin.column,
            message: "not valid TOML: \(refusal?.description ?? String(describing: error))",
            remedy: "correct this line; the problems behind it show once the file can be read"
        )
    }
}
