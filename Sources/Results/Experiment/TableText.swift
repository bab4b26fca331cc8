import Files
import SystemPackage

/// Fields of the tables of an experiment: RFC 4180, each row on one line.
enum TableText {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// A text as a field; control characters become blanks, so that a row stays on its line.
    static func field(_ text: String) -> [UInt8] {
        quoted(text.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 })
    }

    /// A path below the folder of the experiment as a field.
    ///
    /// Control characters, and bytes of names that are no UTF-8, are written as `%` and two digits, as in a URL, and so is
    /// a `%` that could be taken for that: no two paths have the same text.
    static func path(_ way: [FilePath.Component]) -> [UInt8] {
        quoted(Array(way.map { escaped($0.bytes) }.joined(separator: [UInt8(ascii: "/")])))
    }

    /// The path that `path` has written; nil for what it cannot have written.
    static func way(_ field: some Collection<UInt8>) -> [FilePath.Component]? {
        var way: [FilePath.Component] = []
        for part in unquoted(field).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let name = FilePath.Component(bytes: unescaped(Array(part))), name.kind == .regular else {
                return nil
            }
            way.append(name)
        }
        return way
    }

    /// What a field says.
    static func unquoted(_ field: some Collection<UInt8>) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard field.count >= 2, field.first == quote else { return Array(field) }
        var text: [UInt8] = []
        var isSecond = false
        for byte in field.dropFirst().dropLast() {
            isSecond = byte == quote && !isSecond
            if !isSecond { text.append(byte) }
        }
        return text
    }

    private static func quoted(_ text: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard text.contains(where: { $0 == quote || $0 == UInt8(ascii: ",") }) else { return text }
        return [quote] + text.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }

    /// Control characters, bytes that are no UTF-8, and what could be taken for an escape, as `%` and two digits.
    static func escaped(_ name: [UInt8]) -> [UInt8] {
        let isText = String(validating: name, as: UTF8.self) != nil
        var text: [UInt8] = []
        for (index, byte) in name.enumerated() {
            let isEscape = byte == UInt8(ascii: "%") && name[(index + 1)...].prefix(2).allSatisfy { value($0) != nil }
            if byte < 0x20 || byte == 0x7F || byte >= 0x80 && !isText || isEscape {
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                text.append(byte)
            }
        }
        return text
    }

    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var name: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = value(text[index + 1]),
                let low = value(text[index + 2])
            {
                name.append(high << 4 | low)
                index += 3
            } else {
                name.append(text[index])
                index += 1
            }
        }
        return name
    }

    /// The value of a hexadecimal digit.
    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
