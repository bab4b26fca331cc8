/// Text as bytes, of whatever encoding: what a file name is on Linux.
package struct RawText: Sendable, Hashable, CustomStringConvertible {
    /// The bytes, without a terminating zero.
    package let bytes: [UInt8]

    /// Text of these bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// For display, on one line and in ASCII or UTF-8: line breaks, other control characters and bytes that are no UTF-8
    /// as `\n`, `\t`, `\xE4`; a backslash as `\\`, so that no two names look alike.
    package var description: String {
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let length = Self.length(ofCharacterFrom: first)
            let character = rest.prefix(length)
            if character.count == length, let decoded = String(validating: character, as: UTF8.self),
                decoded.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            {
                text += decoded == "\\" ? "\\\\" : decoded
                rest = rest.dropFirst(length)
            } else {
                text += Self.escape(first)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\n"): return "\\n"
        case UInt8(ascii: "\t"): return "\\t"
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return "\\x\(digits.count == 1 ? "0" : "")\(digits)"
        }
    }

    /// How many bytes the UTF-8 character has that begins with `byte`.
    private static func length(ofCharacterFrom byte: UInt8) -> Int {
        switch byte {
        case 0xC0...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF7: 4
        default: 1
        }
    }
}
