/// Numbers as Python's `float()` reads them, because APOC reads feature numbers with it.
enum PythonNumber {
    /// The value of `text`, or nil where Python would raise a ValueError.
    ///
    /// Blanks around the number, single underscores between digits, digits of every script, `inf`, `infinity` and
    /// `nan` in any case are allowed; hexadecimal is not.
    static func float(_ text: String) -> Double? {
        var ascii: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                ascii.append(UInt8(scalar.value))
            } else if scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue {
                ascii.append(UInt8(ascii: "0") + UInt8(digit))
            } else if scalar.properties.isWhitespace {
                ascii.append(UInt8(ascii: " "))
            } else {
                return nil
            }
        }
        var rest = ascii[...]
        while let first = rest.first, isBlank(first) { rest.removeFirst() }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        guard let plain = withoutUnderscores(rest) else { return nil }
        return value(plain)
    }

    private static func value(_ text: [UInt8]) -> Double? {
        let isNegative = text.first == UInt8(ascii: "-")
        let unsigned = isNegative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        let word = String(decoding: unsigned, as: UTF8.self).lowercased()
        if word == "inf" || word == "infinity" { return isNegative ? -.infinity : .infinity }
        if word == "nan" { return .nan }
        guard isDecimal(unsigned) else { return nil }
        return Double(String(decoding: text, as: UTF8.self))
    }

    /// Digits with at most one point and at least one digit, then perhaps an exponent.
    private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        let whole = removeDigits(&rest)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = removeDigits(&rest)
        }
        guard whole + fraction > 0 else { return false }
        guard let letter = rest.first else { return true }
        guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") else { return false }
        rest.removeFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        return removeDigits(&rest) > 0 && rest.isEmpty
    }

    /// Removes the digits that the text begins with; the result is their number.
    private static func removeDigits(_ text: inout ArraySlice<UInt8>) -> Int {
        let digits = text.prefix(while: isDigit)
        text = text.dropFirst(digits.count)
        return digits.count
    }

    /// The text without its underscores, or nil where one does not stand between two digits.
    private static func withoutUnderscores(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var plain: [UInt8] = []
        for index in text.indices {
            guard text[index] == UInt8(ascii: "_") else {
                plain.append(text[index])
                continue
            }
            let isBetweenDigits =
                index > text.startIndex && isDigit(text[index - 1])
                && index + 1 < text.endIndex && isDigit(text[index + 1])
            guard isBetweenDigits else { return nil }
        }
        return plain
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Python's ASCII white space, which has the four separators 0x1c–0x1f besides C's.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0d).contains(byte) || (0x1c...0x1f).contains(byte)
    }
}
