import Glibc

/// A place in the bytes of XML, and the steps from there.
struct XMLCursor {
    /// Nothing that is read is longer; what is, is cut.
    private static let longest = 1 << 16

    private let bytes: UnsafeBufferPointer<UInt8>
    /// The next byte.
    private(set) var index = 0

    /// The beginning of `bytes`.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Whether nothing is left.
    var isAtEnd: Bool { index >= bytes.count }

    /// Goes behind the next `byte`; false, and to the end, where there is none.
    mutating func skip(to byte: UInt8) -> Bool {
        guard let place = find(byte, from: index) else {
            index = bytes.count
            return false
        }
        index = place + 1
        return true
    }

    /// Goes behind `text`, where that stands here.
    mutating func consume(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard count <= bytes.count - index else { return false }
        for step in 0..<count where bytes[index + step] != text.utf8Start[step] { return false }
        index += count
        return true
    }

    /// Goes behind the next `text`.
    mutating func skip(past text: StaticString) throws(XMLScanner.Problem) {
        while let place = find(text.utf8Start[0], from: index) {
            index = place
            if consume(text) { return }
            index += 1
        }
        throw .malformed
    }

    /// Goes over a name; its place, without a namespace prefix.
    mutating func name() -> Range<Int> {
        var start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "="),
                UInt8(ascii: "/"), UInt8(ascii: ">"):
                return start..<index
            case UInt8(ascii: ":"): start = index + 1
            default: break
            }
            index += 1
        }
        return start..<index
    }

    /// Goes over the next attribute of a start tag; nil, and to what ends the tag, where there is none left.
    mutating func attribute() throws(XMLScanner.Problem) -> (name: Range<Int>, value: Range<Int>)? {
        skipSpace()
        // The bytes of a tag alone end where it does.
        guard index < bytes.count, bytes[index] != UInt8(ascii: ">"), bytes[index] != UInt8(ascii: "/") else {
            guard index == bytes.count || bytes[index] == UInt8(ascii: ">") || isEmptyEnd else { throw .malformed }
            return nil
        }
        let name = name()
        guard !name.isEmpty else { throw .malformed }
        skipSpace()
        guard consume("=") else { throw .malformed }
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") else {
            throw .malformed
        }
        let quote = bytes[index]
        index += 1
        let value = index
        guard skip(to: quote) else { throw .malformed }
        return (name, value..<index - 1)
    }

    /// The place of the text from here to the next tag.
    func text() -> Range<Int> { index..<(find(UInt8(ascii: "<"), from: index) ?? bytes.count) }

    /// Whether `text` stands at `place`, and nothing else.
    func holds(_ text: UnsafeBufferPointer<UInt8>, at place: Range<Int>) -> Bool {
        guard text.count == place.count else { return false }
        for step in 0..<text.count where bytes[place.lowerBound + step] != text[step] { return false }
        return true
    }

    /// The text at `place`, with characters for the entities that XML has without being told.
    func decoded(_ place: Range<Int>) -> String {
        let part = UnsafeBufferPointer(rebasing: bytes[place].prefix(Self.longest))
        guard part.contains(UInt8(ascii: "&")) else { return String(decoding: part, as: UTF8.self) }
        var result: [UInt8] = []
        var rest = part[...]
        while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
            result += rest[..<mark]
            rest = rest[(mark + 1)...]
            guard let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                result.append(UInt8(ascii: "&"))
                continue
            }
            result += Self.character(of: String(decoding: rest[..<end], as: UTF8.self)).utf8
            rest = rest[(end + 1)...]
        }
        return String(decoding: result + rest, as: UTF8.self)
    }

    /// What an entity stands for: nothing, unless it is one of XML's own.
    private static func character(of entity: String) -> String {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let code =
                entity.hasPrefix("#x")
                ? UInt32(entity.dropFirst(2), radix: 16) : entity.hasPrefix("#") ? UInt32(entity.dropFirst()) : nil
            return code.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) } ?? ""
        }
    }

    private var isEmptyEnd: Bool {
        bytes[index] == UInt8(ascii: "/") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ">")
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): index += 1
            default: return
            }
        }
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
