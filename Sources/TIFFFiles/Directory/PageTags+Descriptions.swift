extension PageTags {
    /// All that is read of a text that is no XML: what other writers say of their axes stands at the beginning.
    private static let longestPlain = 1 << 20
    /// All that is read of a text that is no UTF-8.
    private static let longestLatin = 16 << 20

    /// The image descriptions as text: UTF-8, else Latin-1.
    func descriptionTexts(in file: FileBytes, limits: TIFFLimits) -> [String] {
        var rest = limits.descriptionBytes
        // Micro-Manager writes two; thousands are an attack on memory.
        return descriptions.prefix(4).compactMap { entry in
            var beginning = entry
            beginning.count = min(entry.count, Self.longestPlain)
            guard entry.count <= rest, var bytes = beginning.text(in: file, atMost: rest) else { return nil }
            if entry.count > beginning.count, Self.isXML(bytes) {
                guard let all = entry.text(in: file, atMost: rest) else { return nil }
                bytes = all
            } else if entry.count > beginning.count {
                // A character may be cut.
                while let last = bytes.last, last >= 0x80 { bytes.removeLast() }
            }
            rest -= bytes.count
            return Self.text(bytes)
        }
    }

    private static func isXML(_ bytes: [UInt8]) -> Bool {
        let start = bytes.first { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }
        return start == UInt8(ascii: "<")
    }

    private static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var characters: [UInt8] = []
        characters.reserveCapacity(min(bytes.count, longestLatin) * 2)
        for byte in bytes.prefix(longestLatin) {
            if byte < 0x80 {
                characters.append(byte)
            } else {
                characters += [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
