/// A table of what is in the wells of a plate, or of whatever else the groups of a pattern name: a CSV file.
///
/// Its columns that are called like groups tell which images a line is about; the others become columns of the tables.
package struct SampleSheet: Sendable, Equatable {
    /// What is wrong with a sheet.
    package struct Problem: Error, Sendable, Hashable {
        /// The line of the file, from 1; nil where no single one is wrong.
        package let line: Int?
        package let message: String
        package let remedy: String
    }

    /// Larger files are refused.
    static let largest = 16 << 20
    private static let mostColumns = 256

    /// The columns by which images are found, as groups of the pattern.
    package let keys: [String]
    /// The columns that it adds.
    package let columns: [String]
    /// What a line tells of one sort of images.
    package struct Line: Sendable, Equatable {
        /// Where it is in the file, from 1.
        package let number: Int
        /// Which images it is about, for people: `well A01, site 3`.
        package let words: String
        /// The fields of `columns`.
        package let fields: [String]
    }

    /// By the fields of `keys`, as `key(_:)` has them.
    package let lines: [[String]: Line]

    /// Reads a sheet for the images of which a pattern gives `groups`.
    package init(_ bytes: [UInt8], groups: [String]) throws(Problem) {
        guard bytes.count <= Self.largest else {
            throw Problem(line: nil, message: "is larger than 16 MB", remedy: "leave out what is no sample")
        }
        let rows = try SheetText(bytes).rows
        guard let header = rows.first else {
            throw Problem(line: nil, message: "is empty", remedy: "write a line with the names of the columns first")
        }
        let names = try Self.names(header, groups)
        var (keyPlaces, columnPlaces): ([Int], [Int]) = ([], [])
        for (place, name) in names.enumerated() where !name.isEmpty {
            if groups.contains(name) { keyPlaces.append(place) } else { columnPlaces.append(place) }
        }
        guard !keyPlaces.isEmpty else {
            let word = groups.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Problem(
                line: header.line,
                message: "has no column that is called like a group of the pattern",
                remedy: "call the column by which images are found \(word)"
            )
        }
        for place in columnPlaces {
            if let problem = ColumnName.reserved(names[place]) {
                throw Problem(line: header.line, message: problem.message, remedy: "call the column otherwise")
            }
        }
        var lines: [[String]: Line] = [:]
        for row in rows.dropFirst() {
            guard row.fields.count == names.count else {
                throw Problem(
                    line: row.line,
                    message: "has \(row.fields.count) fields where the first line has \(names.count)",
                    remedy: "write a field for each column, in quotes where it holds the separator"
                )
            }
            for place in row.fields.indices where names[place].isEmpty && !row.fields[place].isEmpty {
                throw Problem(
                    line: row.line,
                    message: "has a field whose column has no name",
                    remedy: "name the column"
                )
            }
            let key = keyPlaces.map { Self.key(row.fields[$0], of: names[$0]) }
            let words = keyPlaces.map { "\(names[$0]) \(row.fields[$0])" }.joined(separator: ", ")
            guard !key.contains("") else {
                let word = keyPlaces.map { names[$0] }.joined(separator: " and ")
                throw Problem(
                    line: row.line,
                    message: "does not say which \(word) it is about",
                    remedy: "fill the field, or remove the line"
                )
            }
            let line = Line(number: row.line, words: words, fields: columnPlaces.map { row.fields[$0] })
            if let other = lines.updateValue(line, forKey: key) {
                throw Problem(
                    line: row.line,
                    message: "tells of \(words), as line \(other.number) does",
                    remedy: "leave one of them; A1 and A01, and 3 and 003, are the same"
                )
            }
        }
        keys = keyPlaces.map { names[$0] }
        columns = columnPlaces.map { names[$0] }
        self.lines = lines
    }

    /// By what the line of an image is found of which the groups are known.
    package func key(_ groups: [String: String]) -> [String] { keys.map { Self.key(groups[$0] ?? "", of: $0) } }

    /// How keys are compared: without the zeros in front of numbers, which spreadsheets lose, and wells without case.
    private static func key(_ text: String, of group: String) -> String {
        var (key, isInNumber) = ("", false)
        for (index, character) in zip(text.indices, text) {
            let isDigit = character.isASCII && character.isNumber
            let next = text.index(after: index)
            let isBeforeDigit = next < text.endIndex && text[next].isASCII && text[next].isNumber
            if character == "0", !isInNumber, isBeforeDigit { continue }
            // Zeros behind a decimal point are none in front.
            isInNumber = isDigit || (isInNumber && (character == "." || character == ","))
            key.append(character)
        }
        return group == "well" ? key.uppercased() : key
    }

    /// The names of the columns, those of groups as the pattern writes them.
    private static func names(_ header: SheetText.Row, _ groups: [String]) throws(Problem) -> [String] {
        guard header.fields.count <= mostColumns else {
            throw Problem(line: header.line, message: "has more than \(mostColumns) columns", remedy: "leave some out")
        }
        let fields = header.fields.map { field in groups.first { $0.lowercased() == field.lowercased() } ?? field }
        var names: Set<String> = []
        for name in fields where !name.isEmpty {
            guard name.utf8.count <= 100 else {
                throw Problem(line: header.line, message: "has a name of more than 100 bytes", remedy: "shorten it")
            }
            guard !name.contains("=") else {
                throw Problem(line: header.line, message: "has a column \"\(name)\"", remedy: "call it without =")
            }
            guard names.insert(name).inserted else {
                throw Problem(line: header.line, message: "has two columns \"\(name)\"", remedy: "call one otherwise")
            }
        }
        return fields
    }
}
