package import SystemPackage

/// Words as a shell takes them.
package enum ShellText {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-".utf8)

    /// `word`, in quotes where it needs them.
    package static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy({ plain.contains($0) }) { return word }
        return "'\(word.replacingScalars(["'": "'\\''"]))'"
    }

    /// Bytes that need be no UTF-8 as a word; those that are none are written as numbers for printf(1).
    package static func quoted(bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return quoted(text) }
        let octal = bytes.map { byte in
            let isPlain = byte < 0x80 && plain.contains(byte) && byte != UInt8(ascii: "%")
            let digits = String(byte, radix: 8)
            return isPlain
                ? String(UnicodeScalar(byte)) : "\\0" + String(repeating: "0", count: 3 - digits.count) + digits
        }
        return "\"$(printf %b '\(octal.joined())')\""
    }

    /// The path as a word; one that begins with a dash is not taken for an option.
    package static func quoted(_ path: FilePath) -> String {
        quoted(path.string.hasPrefix("-") ? "./\(path.string)" : path.string)
    }
}
