/// The letters of all pictures: printable ASCII and µ ² ³ ×, five dots wide and seven high, with two more for tails.
///
/// Drawn for this program. Everything that it lacks looks like an empty box.
package enum BitmapFont {
    /// Dots of a capital's height.
    package static let capHeight = 7
    /// Dots from the top of a letter to the end of the longest tail.
    package static let height = 9
    /// Dots from one letter to the next.
    package static let advance = 6

    /// Dots that a text is wide, without the gap behind its last letter.
    package static func width(of text: String) -> Int { max(0, text.count * advance - 1) }

    /// The dots of a text, counted from its top left corner.
    package static func dots(of text: String) -> [(x: Int, y: Int)] {
        var dots: [(x: Int, y: Int)] = []
        for (position, character) in text.enumerated() {
            var bits = glyphs[character] ?? replacement
            while bits != 0 {
                let dot = bits.trailingZeroBitCount
                bits &= bits - 1
                dots.append((position * advance + dot % glyphWidth, dot / glyphWidth))
            }
        }
        return dots
    }

    /// At most `count` characters of `text`; of one that is longer the middle is left out.
    package static func shortened(_ text: String, to count: Int) -> String {
        guard text.count > count else { return text }
        guard count > 5 else { return String(text.prefix(max(0, count))) }
        let tail = (count - 3) / 2
        return text.prefix(count - 3 - tail) + "..." + text.suffix(tail)
    }

    /// The text in lines of at most `columns` characters, broken at blanks where there are any.
    package static func lines(of text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > columns {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
            while line.count > columns {
                lines.append(String(line.prefix(columns)))
                line.removeFirst(columns)
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static let glyphWidth = 5

    /// Bit 5 y + x of a glyph is its dot at (x, y).
    private static let glyphs: [Character: UInt64] = {
        var glyphs: [Character: UInt64] = [:]
        for sheet in sheets {
            for (position, character) in sheet.characters.enumerated() {
                var bits: UInt64 = 0
                for (y, row) in sheet.rows.enumerated() {
                    let dots = Array(row.utf8).dropFirst(position * advance).prefix(glyphWidth)
                    for (x, dot) in dots.enumerated() where dot == UInt8(ascii: "#") {
                        bits |= 1 << UInt64(y * glyphWidth + x)
                    }
                }
                glyphs[character] = bits
            }
        }
        // The Greek letter is what some keyboards make.
        glyphs["\u{3BC}"] = glyphs["µ"]
        return glyphs
    }()

    private static let replacement = glyphs["\u{FFFD}"] ?? 0
}
