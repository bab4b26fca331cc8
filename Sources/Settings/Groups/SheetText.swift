/// The rows of a CSV file as spreadsheets and people write them: with commas, semicolons or tabs, with or without a BOM, with LF
/// or CRLF.
struct SheetText {
    /// A row that holds anything.
    struct Row {
        /// The line on which it begins, from 1.
        let line: Int
        /// Without blanks around them; control characters, line ends among them, are blanks.
        let fields: [String]
    }

    private(set) var rows: [Row] = []

    /// Cuts a file into rows.
    init(_ bytes: [UInt8]) throws(SampleSheet.Problem) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw SampleSheet.Problem(line: nil, message: "is UTF-16", remedy: "save it as \"CSV UTF-8\"")
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        let separator = Self.separator(text)
        let quote = UInt8(ascii: "\"")
        var (fields, field): ([[UInt8]], [UInt8]) = ([], [])
        var (line, first, opened) = (1, 1, 1)
        var (isQuoted, wasQuoted) = (false, false)
        var place = text.startIndex
        func ended() throws(SampleSheet.Problem) {
            rows += try Self.row(fields + [field], line: first).map { [$0] } ?? []
            (fields, field, wasQuoted) = ([], [], false)
        }
        while place < text.endIndex {
            let byte = text[place]
            let next = place + 1 < text.endIndex ? text[place + 1] : 0
            place += 1
            let isReturn = byte == 0x0D && !isQuoted
            if isReturn, next == 0x0A { continue }
            if byte == 0x0A || isReturn {
                line += 1
                if isQuoted {
                    field.append(byte)
                } else {
                    try ended()
                    first = line
                }
            } else if byte == quote {
                if isQuoted, next == quote {
                    field.append(quote)
                    place += 1
                } else if isQuoted {
                    isQuoted = false
                } else if field.allSatisfy({ $0 == 0x20 }), !wasQuoted {
                    (isQuoted, wasQuoted, opened, field) = (true, true, line, [])
                } else {
                    throw SampleSheet.Problem(
                        line: line,
                        message: "has a quote within a field",
                        remedy: "put the whole field in quotes, and write quotes in it twice"
                    )
                }
            } else if byte == separator, !isQuoted {
                fields.append(field)
                (field, wasQuoted) = ([], false)
            } else {
                field.append(byte)
            }
        }
        guard !isQuoted else {
            throw SampleSheet.Problem(line: opened, message: "has a quote that does not end", remedy: "close it")
        }
        try ended()
    }

    /// What stands between the fields: of comma, semicolon and tab the one of which the first line has most.
    private static func separator(_ text: ArraySlice<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in text {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == 0x0A || byte == 0x0D, !isQuoted, !counts.isEmpty { break }
            if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == 0x09 {
                counts[byte, default: 0] += 1
            }
        }
        return [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].max { counts[$0] ?? 0 < counts[$1] ?? 0 }
            ?? UInt8(ascii: ",")
    }

    /// The fields as texts; nil for a row that is empty.
    private static func row(_ fields: [[UInt8]], line: Int) throws(SampleSheet.Problem) -> Row? {
        var texts: [String] = []
        for field in fields {
            guard let text = String(validating: field, as: UTF8.self) else {
                throw SampleSheet.Problem(line: line, message: "is no UTF-8", remedy: "save the sheet as \"CSV UTF-8\"")
            }
            let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
            texts.append(String(String.UnicodeScalarView(scalars)).trimmed)
        }
        return texts.allSatisfy(\.isEmpty) ? nil : Row(line: line, fields: texts)
    }
}
