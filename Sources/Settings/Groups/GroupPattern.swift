import Files
import Results
package import SystemPackage

/// How images are called by what they are of: `{plate}_{well}_s{site:digits}`.
///
/// A pattern is written in words of our own (Settings/Groups/README.md), as a regular expression with named groups as
/// CellProfiler takes it, or as the name of a preset. Whatever is compared with it, it takes bounded time.
package struct GroupPattern: Sendable, Hashable {
    package static let example = "{plate}_{well}_s{site:digits}"
    /// With more groups, or a longer text, a pattern is refused.
    private static let mostGroups = 32
    private static let longest = 1_000

    /// As it was written.
    package let text: String
    /// The names of the groups, in order.
    package let groups: [String]
    /// The groups that `program` finds; with a row and a column, `groups` has the well behind them.
    private let found: [String]
    private let program: PatternProgram
    /// How many names of a path are compared, from the last one on; nil for the whole path.
    private let depth: Int?
    /// Whether the image's ending is compared too.
    private let seesEnding: Bool

    /// Reads a pattern.
    ///
    /// - Throws: a `Problem` that says what is wrong with it.
    package init(_ text: String) throws(StepSettings.Problem) {
        let written = Self.presets.first { $0.name == text.lowercased() }?.pattern ?? text
        guard text.utf8.count <= Self.longest else {
            throw StepSettings.Problem(message: "the pattern is too long", remedy: "write it shorter")
        }
        let part: PatternPart
        if RegularExpression.isMeant(by: written) {
            let expression = try RegularExpression(written)
            part = expression.part
            found = expression.groups
            depth = expression.holdsSlash ? nil : 1
            seesEnding = true
        } else {
            let reading = try PatternText(written)
            part = reading.part
            found = reading.groups
            depth = reading.depth
            seesEnding = false
        }
        guard !found.isEmpty else { throw Self.withoutGroups(text) }
        guard found.count <= Self.mostGroups, let program = PatternProgram(part, groupCount: found.count) else {
            throw StepSettings.Problem(message: "\"\(text)\" is too large for a pattern", remedy: "write it shorter")
        }
        self.program = program
        self.text = text
        groups = found + (Self.makesWell(found) ? ["well"] : [])
        for name in groups { try ColumnName.check(name) }
    }

    /// What the groups of an image are, in the order of `groups`; nil where the pattern does not fit its path.
    ///
    /// A group that has no part in it is empty.
    ///
    /// - Parameter way: the way to the image from its folder of the configuration, with its name.
    package func values(of way: [FilePath.Component]) -> [[UInt8]]? {
        guard let name = way.last, way.count >= depth ?? 0 else { return nil }
        var parts = way.suffix(depth ?? way.count).map(\.bytes)
        if !seesEnding { parts[parts.count - 1] = ImageStem(name).stem }
        let path = PathCharacters(Array(parts.joined(separator: [UInt8(ascii: "/")])))
        guard let ranges = program.groups(in: path) else { return nil }
        var values = ranges.map { $0.map { Array(path[$0]) } ?? [] }
        if groups.count > found.count { values.append(Array(well(of: values).utf8)) }
        return values
    }

    /// The well of a row and a column that are numbers: B03 for 2 and 3.
    private func well(of values: [[UInt8]]) -> String {
        func number(_ name: String) -> Int? {
            found.firstIndex(of: name).flatMap { Int(String(decoding: values[$0], as: UTF8.self)) }
        }
        guard let row = number("row"), let column = number("column"), (1...702).contains(row) else { return "" }
        let letters = (row > 26 ? [(row - 1) / 26 - 1] : []) + [(row - 1) % 26]
        let text = String(String.UnicodeScalarView(letters.map { Unicode.Scalar(UInt8(65 + $0)) }))
        return text + (column < 10 ? "0" : "") + "\(column)"
    }

    private static func makesWell(_ groups: [String]) -> Bool {
        groups.contains("row") && groups.contains("column") && !groups.contains("well")
    }

    private static func withoutGroups(_ text: String) -> StepSettings.Problem {
        let names = presets.map(\.name)
        let nearest = Spelling.nearest(to: text, among: names)
        return StepSettings.Problem(
            message: "\"\(text)\" names no group, and no preset is called so",
            remedy: nearest.map { "did you mean \"\($0)\"?" }
                ?? "write \"\(example)\", or one of \(names.map { "\"\($0)\"" }.joined(separator: ", "))"
        )
    }
}
