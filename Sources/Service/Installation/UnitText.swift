import Files
package import SystemPackage

/// Words as unit files of systemd take them (systemd.syntax(7)).
package enum UnitText {
    /// A path for a setting that takes a list of paths; nil where a unit file cannot name it: its lines are UTF-8 without
    /// control characters.
    ///
    /// - Parameter mayBeMissing: whether the setting is to be passed over while nothing is there.
    package static func word(_ path: FilePath, mayBeMissing: Bool = true) -> String? {
        guard let text = String(validating: path.bytes, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        let word = (mayBeMissing ? "-" : "") + text.replacingScalars(["%": "%%"])
        guard text.contains(where: { $0 == "\"" || $0 == "\\" || $0 == "'" || $0 == ":" || $0.isWhitespace }) else {
            return word
        }
        let escaped = word.replacingScalars(["\\": "\\\\", "\"": "\\\""])
        return "\"\(escaped)\""
    }

    /// The same for BindPaths=, where a colon separates source and target.
    package static func bindWord(_ path: FilePath, mayBeMissing: Bool = true) -> String? {
        word(path, mayBeMissing: mayBeMissing).map { $0.replacing(":", with: "\\:") }
    }

    /// The name of the unit that mounts something at `path`, as systemd-escape(1) makes it.
    package static func mountUnit(_ path: FilePath) -> String {
        let bytes = path.lexicallyNormalized().components.map(\.bytes).joined(separator: [UInt8(ascii: "/")])
        var name = ""
        for (index, byte) in bytes.enumerated() {
            let character = Character(Unicode.Scalar(byte))
            if byte == UInt8(ascii: "/") {
                name += "-"
            } else if byte < 128,
                character.isLetter || character.isNumber || ":_".contains(character)
                    || character == "." && index > 0
            {
                name.append(character)
            } else {
                let digits = String(byte, radix: 16)
                name += "\\x" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return (name.isEmpty ? "-" : name) + ".mount"
    }
}
