/// A place in the bytes of a classifier file, and the few things its grammar is made of.
///
/// Lines end with `\n`, `\r\n` or `\r`, as for APOC's reader. Blanks at the ends of lines and empty lines mean nothing;
/// within a line every byte counts.
struct GrammarCursor {
    let bytes: [UInt8]
    let file: String
    var position = 0

    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// The byte at the cursor; nil at the end of the file.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Skips the comment that opens the file; what it says is read by `HeaderReader`.
    mutating func skipComment() throws(ClassifierError) {
        skipWhiteSpace()
        try match("/*")
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "*") && bytes[position + 1] == UInt8(ascii: "/") {
                position += 2
                return try endLine()
            }
            position += 1
        }
        position = bytes.count
        throw syntaxError(expected: "\"*/\" at the end of the comment")
    }

    /// Skips blanks and empty lines.
    mutating func skipWhiteSpace() {
        while position < bytes.count, Self.isBlank(bytes[position]) || Self.isLineEnd(bytes[position]) { position += 1 }
    }

    /// Passes `text` if it stands at the cursor.
    mutating func skip(_ text: StaticString) -> Bool {
        guard length(matching: text) == text.utf8CodeUnitCount else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    /// Passes `text`, or complains at the first byte that differs.
    mutating func match(_ text: StaticString) throws(ClassifierError) {
        let length = length(matching: text)
        position += length
        guard length == text.utf8CodeUnitCount else {
            let rest = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)[length...]
            throw syntaxError(expected: "\"\(String(decoding: rest, as: UTF8.self))\"")
        }
    }

    /// Passes one line that consists of `text`.
    mutating func line(_ text: StaticString) throws(ClassifierError) {
        skipWhiteSpace()
        try match(text)
        try endLine()
    }

    /// Passes the end of a line; the end of the file is one.
    mutating func endLine() throws(ClassifierError) {
        while let byte = next, Self.isBlank(byte) { position += 1 }
        guard let byte = next else { return }
        guard Self.isLineEnd(byte) else { throw syntaxError(expected: "the end of the line") }
        skipWhiteSpace()
    }

    /// Passes a whole number below `limit`; `meaning` is what a message calls it.
    mutating func index(below limit: Int, _ meaning: String) throws(ClassifierError) -> Int {
        let start = position
        var value = 0
        while let byte = next, Self.isDigit(byte), value < 1_000_000_000 {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
        }
        // `i01` is not the name of an input.
        let hasLeadingZero = position - start > 1 && bytes[start] == UInt8(ascii: "0")
        guard position > start, value < limit, !hasLeadingZero else {
            position = start
            throw syntaxError(expected: meaning)
        }
        return value
    }

    /// Passes the number `value`, which counts lines or arguments; `name` is the text before it.
    mutating func match(_ value: Int, after name: String) throws(ClassifierError) {
        let start = position
        guard try index(below: .max, "\"\(name)\(value)\"") == value else {
            position = start
            throw syntaxError(expected: "\"\(name)\(value)\"")
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private func length(matching text: StaticString) -> Int {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        var length = 0
        while length < wanted.count, position + length < bytes.count, bytes[position + length] == wanted[length] {
            length += 1
        }
        return length
    }
}
