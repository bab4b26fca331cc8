extension GrammarCursor {
    /// The complaint that something else than `expected` stands at the cursor.
    func syntaxError(expected: String) -> ClassifierError {
        let place = place(of: position)
        return .syntax(
            format: ClassifierFormat.apoc.name,
            file: file,
            line: place.line,
            column: place.column,
            expected: expected,
            found: found
        )
    }

    /// The complaint that the forest is larger than is accepted.
    func sizeError(_ limit: String) -> ClassifierError {
        let place = place(of: position)
        return .forestTooLarge(file: file, line: place.line, column: place.column, limit: limit)
    }

    /// Line and column, from 1, of the byte at `position`; counted only when something is wrong.
    func place(of position: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for index in 0..<min(position, bytes.count) {
            let byte = bytes[index]
            let isFirstOfPair =
                byte == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            if Self.isLineEnd(byte) && !isFirstOfPair {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                // The later bytes of a UTF-8 character take no column.
                column += 1
            }
        }
        return (line, column)
    }

    /// What stands at the cursor, in the words of a message.
    private var found: String {
        guard let byte = next else { return "the end of the file" }
        if Self.isLineEnd(byte) { return "the end of the line" }
        if Self.isBlank(byte) { return "a blank" }
        let word = bytes[position...].prefix { !Self.isBlank($0) && !Self.isLineEnd($0) }
        let text = String(decoding: word.prefix(40), as: UTF8.self)
        // A journal line must stay one line whatever the file holds.
        let shown = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : String($0) }.joined()
        return "\"\(shown)\(word.count > 40 ? "…" : "")\""
    }
}
