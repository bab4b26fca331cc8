/// The few members of a long JSON object that matter: of each of thousands of pages a decoder would read all settings of a
/// microscope.
struct JSONExcerpt {
    private let text: [UInt8]
    private var index = 0

    /// An object with those members of the object `text` that are called as in `wanted`; nil where `text` is no object.
    static func of(_ text: [UInt8], members wanted: Set<String>) -> [UInt8]? {
        var scanner = JSONExcerpt(text: text)
        return scanner.excerpt(Set(wanted.map { Array($0.utf8) }))
    }

    private init(text: [UInt8]) { self.text = text }

    private mutating func excerpt(_ wanted: Set<[UInt8]>) -> [UInt8]? {
        var result = Array("{".utf8)
        guard take("{") else { return nil }
        if take("}") { return Array("{}".utf8) }
        while true {
            skipBlanks()
            let start = index
            guard skipString() else { return nil }
            let name = text[start + 1..<index - 1]
            guard take(":") else { return nil }
            skipBlanks()
            guard skipValue() else { return nil }
            if wanted.contains(Array(name)) {
                if result.count > 1 { result.append(UInt8(ascii: ",")) }
                result += text[start..<index]
            }
            if take("}") { return result + Array("}".utf8) }
            guard take(",") else { return nil }
        }
    }

    private mutating func skipBlanks() {
        while index < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
    }

    /// Goes past blanks and `mark`, where it comes next.
    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard index < text.count, text[index] == UInt8(ascii: mark) else { return false }
        index += 1
        return true
    }

    private mutating func skipString() -> Bool {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return false }
        index += 1
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                index += 1
                return true
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return false
    }

    /// Goes past a value, whatever it is; brackets are counted, and what is in them is not looked at.
    private mutating func skipValue() -> Bool {
        var depth = 0
        let start = index
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
                if depth == 0 { return true }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return index > start }
                depth -= 1
                index += 1
                if depth == 0 { return true }
            case UInt8(ascii: ","):
                if depth == 0 { return index > start }
                index += 1
            default: index += 1
            }
        }
        return false
    }
}
