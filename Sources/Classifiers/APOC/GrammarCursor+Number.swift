extension GrammarCursor {
    /// Passes a decimal number and gives the value that the reference computes with.
    ///
    /// With a point or an exponent it is a double in the file's C, without them an integer, which C turns into a float
    /// where it meets one. Infinities and NaN are refused: the reference does not compile them.
    mutating func number() throws(ClassifierError) -> Double {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        skipDigits()
        let digits = position - firstDigit
        var fraction = 0
        let hasPoint = next == UInt8(ascii: ".")
        if hasPoint {
            position += 1
            let first = position
            skipDigits()
            fraction = position - first
        }
        guard digits + fraction > 0 else { throw numberError(start) }
        let hasExponent = next == UInt8(ascii: "e") || next == UInt8(ascii: "E")
        if hasExponent {
            position += 1
            if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") { position += 1 }
            let first = position
            skipDigits()
            guard position > first else { throw numberError(start) }
        }
        let isWhole = !hasPoint && !hasExponent
        // To C, 010 is eight.
        guard !(isWhole && digits > 1 && bytes[firstDigit] == UInt8(ascii: "0")) else { throw numberError(start) }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw numberError(start, expected: "a number that a double holds")
        }
        guard isWhole else { return value }
        guard let integer = Int64(text) else { throw numberError(start, expected: "a number that a double holds") }
        return Double(Float(integer))
    }

    private mutating func skipDigits() {
        while let byte = next, Self.isDigit(byte) { position += 1 }
    }

    private mutating func numberError(_ start: Int, expected: String = "a number") -> ClassifierError {
        position = start
        return syntaxError(expected: expected)
    }
}
