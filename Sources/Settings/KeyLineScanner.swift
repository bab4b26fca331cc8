/// Walks over TOML text and yields each table header and key with its line; values are skipped.
struct KeyLineScanner: IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var table = ""
    /// How often each `[[header]]` came so far, by its key path without its own index.
    private var counts: [String: Int] = [:]

    /// A scanner at the beginning of `text`.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next header or key, with its line from 1; nil at the end of the text.
    mutating func next() -> (keyPath: String, line: Int)? {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\n"): advance()
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): advance()
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "["):
                let found = header()
                skipLine()
                if let found { return found }
            default:
                let start = line
                let parts = keyParts()
                if peek == UInt8(ascii: "=") {
                    advance()
                    skipValue()
                    return (((table.isEmpty ? [] : [table]) + parts).joined(separator: "."), start)
                }
                skipLine()
            }
        }
        return nil
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if peek == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func skipLine() {
        while let byte = peek, byte != UInt8(ascii: "\n") { advance() }
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    private mutating func header() -> (keyPath: String, line: Int)? {
        advance()
        let isArray = peek == UInt8(ascii: "[")
        if isArray { advance() }
        let parts = keyParts()
        guard !parts.isEmpty else { return nil }
        var path = ""
        for (index, part) in parts.enumerated() {
            path = path.isEmpty ? part : "\(path).\(part)"
            if isArray && index == parts.count - 1 { counts[path, default: 0] += 1 }
            if let count = counts[path] { path += "[\(count - 1)]" }
        }
        table = path
        return (path, line)
    }

    /// Reads `a.b."c d"`.
    private mutating func keyParts() -> [String] {
        var parts: [String] = []
        while true {
            skipBlanks()
            guard let byte = peek else { return parts }
            let start = position
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                skipString()
                parts.append(String(decoding: bytes[start..<position].dropFirst().dropLast(), as: UTF8.self))
            } else {
                while let byte = peek, Self.isBare(byte) { advance() }
                guard position > start else { return parts }
                parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
            }
            skipBlanks()
            guard peek == UInt8(ascii: ".") else { return parts }
            advance()
        }
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Skips a value, which ends with its line unless brackets or quotes are open.
    private mutating func skipValue() {
        var depth = 0
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "\n") where depth <= 0: return
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                advance()
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                advance()
            default: advance()
            }
        }
    }

    /// Skips a string of any of TOML's four kinds.
    private mutating func skipString() {
        guard let quote = peek else { return }
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        position += isLong ? 3 : 1
        while let byte = peek {
            if byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") {
                advance()
                if peek != nil { advance() }
            } else if isLong ? bytes[position...].starts(with: [quote, quote, quote]) : byte == quote {
                position += isLong ? 3 : 1
                return
            } else if !isLong && byte == UInt8(ascii: "\n") {
                return
            } else {
                advance()
            }
        }
    }
}
