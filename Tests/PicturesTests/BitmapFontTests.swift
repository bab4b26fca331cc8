import Pictures
import Testing

@Suite("The letters of pictures")
struct BitmapFontTests {
    private static let characters = (0x20...0x7E).map { Character(Unicode.Scalar(UInt8($0))) } + ["µ", "²", "³", "×"]

    private func look(_ character: Character) -> Set<Int> {
        Set(BitmapFont.dots(of: String(character)).map { $0.y * 100 + $0.x })
    }

    @Test("every printable character has a look of its own, and what is not there looks like a box")
    func allDiffer() {
        var seen: [Set<Int>: Character] = [:]
        for character in Self.characters {
            if let other = seen.updateValue(character, forKey: look(character)) {
                Issue.record("\(other) looks like \(character)")
            }
        }
        #expect(look(" ").isEmpty)
        #expect(seen[look("\u{4E00}")] == nil && look("\u{4E00}") == look("é") && !look("é").isEmpty)
    }

    @Test("the sheets are as wide as their characters, and nine rows high")
    func sheets() {
        for sheet in BitmapFont.sheets {
            #expect(sheet.rows.count == BitmapFont.height, "\(sheet.characters)")
            for row in sheet.rows {
                #expect(row.count == sheet.characters.count * BitmapFont.advance - 1, "\(sheet.characters)")
                #expect(row.allSatisfy { ".# ".contains($0) })
            }
        }
    }

    @Test("letters stay in their cells, and capitals and digits above the line")
    func cells() {
        for character in Self.characters {
            let dots = BitmapFont.dots(of: String(character))
            #expect(dots.allSatisfy { (0..<5).contains($0.x) && (0..<BitmapFont.height).contains($0.y) })
            if character.isUppercase || character.isNumber {
                #expect(dots.map(\.y).max().map { $0 < BitmapFont.capHeight } == true, "\(character)")
            }
        }
        #expect(BitmapFont.width(of: "ab") == 11 && BitmapFont.width(of: "") == 0)
        #expect(BitmapFont.dots(of: "||").map(\.x).reduce(into: Set()) { $0.insert($1) } == [2, 8])
    }

    @Test("long names lose their middle, long texts are broken at blanks")
    func fitting() {
        #expect(BitmapFont.shortened("abcdefghijkl", to: 9) == "abc...jkl")
        #expect(BitmapFont.shortened("abc", to: 9) == "abc")
        #expect(BitmapFont.lines(of: "one two three", columns: 8) == ["one two", "three"])
        #expect(BitmapFont.lines(of: "abcdefgh ij", columns: 3) == ["abc", "def", "gh", "ij"])
    }
}
