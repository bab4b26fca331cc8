/// Finds elements and their attributes in XML, for descriptions written by strangers.
///
/// No document type, no entities beyond the five of XML and numbered characters, no nesting kept: nothing to blow up.
package struct XMLScanner {
    package enum Problem: Error, Equatable {
        case documentType
        case malformed
    }

    /// One start tag, with its text up to the next tag.
    struct Element: Equatable {
        /// Without its namespace prefix.
        var name: String
        var attributes: [String: String] = [:]
        var text = ""
    }

    /// The start tags in document order whose names are in `wanted`.
    static func elements(of xml: String, named wanted: Set<String>) throws(Problem) -> [Element] {
        var scanner = XMLScanner(bytes: Array(xml.utf8))
        var elements: [Element] = []
        var depth = 0
        while let start = scanner.skip(to: UInt8(ascii: "<")) {
            if scanner.consume("!--") {
                try scanner.skip(past: "-->")
            } else if scanner.consume("![CDATA[") {
                try scanner.skip(past: "]]>")
            } else if scanner.consume("?") {
                try scanner.skip(past: "?>")
            } else if scanner.consume("!") {
                throw .documentType
            } else if scanner.consume("/") {
                try scanner.skip(past: ">")
                depth -= 1
            } else {
                depth += 1
                let name = scanner.name()
                guard !name.isEmpty, start < scanner.bytes.count else { throw .malformed }
                var element = Element(name: name)
                let isEmpty = try scanner.attributes(into: &element)
                if isEmpty { depth -= 1 }
                guard wanted.contains(name) else { continue }
                if !isEmpty { element.text = scanner.text() }
                elements.append(element)
            }
        }
        guard depth == 0 else { throw .malformed }
        return elements
    }

    /// The outermost element of `xml`, of which the beginning is enough; nil where none begins there.
    static func root(of xml: String) -> Element? {
        var scanner = XMLScanner(bytes: Array(xml.utf8))
        do throws(Problem) {
            while scanner.skip(to: UInt8(ascii: "<")) != nil {
                if scanner.consume("!--") {
                    try scanner.skip(past: "-->")
                } else if scanner.consume("?") {
                    try scanner.skip(past: "?>")
                } else {
                    var element = Element(name: scanner.name())
                    _ = try scanner.attributes(into: &element)
                    return element
                }
            }
        } catch {}
        return nil
    }

    private let bytes: [UInt8]
    private var index = 0

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func skip(to byte: UInt8) -> Int? {
        while index < bytes.count, bytes[index] != byte { index += 1 }
        guard index < bytes.count else { return nil }
        index += 1
        return index
    }

    private mutating func consume(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        let isThere = (0..<count).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
        if isThere { index += count }
        return isThere
    }

    private mutating func skip(past text: StaticString) throws(Problem) {
        while index < bytes.count {
            if consume(text) { return }
            index += 1
        }
        throw .malformed
    }

    private mutating func name() -> String {
        let start = index
        while index < bytes.count, !" \t\r\n=/>".utf8.contains(bytes[index]) { index += 1 }
        let name = bytes[start..<index]
        return String(decoding: name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name, as: UTF8.self)
    }

    private mutating func skipSpace() {
        while index < bytes.count, " \t\r\n".utf8.contains(bytes[index]) { index += 1 }
    }

    /// Reads up to the end of the start tag; true when the element is empty (`/>`).
    private mutating func attributes(into element: inout Element) throws(Problem) -> Bool {
        while true {
            skipSpace()
            if consume("/>") { return true }
            if consume(">") { return false }
            let key = name()
            skipSpace()
            guard !key.isEmpty, consume("=") else { throw .malformed }
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") else {
                throw .malformed
            }
            let quote = bytes[index]
            index += 1
            let start = index
            guard skip(to: quote) != nil else { throw .malformed }
            element.attributes[key] = XMLScanner.decoded(bytes[start..<index - 1])
        }
    }

    private func text() -> String {
        XMLScanner.decoded(bytes[index...].prefix { $0 != UInt8(ascii: "<") })
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("&") else { return text }
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        var result = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            guard let end = rest.prefix(12).firstIndex(of: ";") else {
                result += "&"
                continue
            }
            let entity = rest[..<end]
            let code =
                entity.hasPrefix("#x")
                ? UInt32(entity.dropFirst(2), radix: 16) : entity.hasPrefix("#") ? UInt32(entity.dropFirst()) : nil
            result += named[String(entity)] ?? code.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) } ?? ""
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
