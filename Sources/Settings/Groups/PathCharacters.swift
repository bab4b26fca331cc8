/// A path as patterns see it: UTF-8 characters, and each byte that is none as a character of its own.
struct PathCharacters {
    /// What a byte that is no UTF-8 counts from, above all of Unicode.
    private static let firstOfBytes: UInt32 = 0x11_0000

    /// The characters.
    private(set) var units: [UInt32] = []
    /// The bytes.
    let bytes: [UInt8]
    /// Where each character begins in `bytes`, and the end.
    private var offsets: [Int] = []

    /// The characters of a path, or of a text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var place = 0
        while place < bytes.count {
            offsets.append(place)
            let length = Self.length(bytes[place...])
            if let scalar = String(validating: bytes[place..<place + length], as: UTF8.self)?.unicodeScalars.first {
                units.append(scalar.value)
                place += length
            } else {
                units.append(Self.firstOfBytes + UInt32(bytes[place]))
                place += 1
            }
        }
        offsets.append(place)
    }

    /// The bytes of some of the characters.
    subscript(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[offsets[range.lowerBound]..<offsets[range.upperBound]] }

    /// How many bytes a character takes by its first one, as far as they are there.
    private static func length(_ bytes: ArraySlice<UInt8>) -> Int {
        guard let first = bytes.first else { return 0 }
        let length =
            switch first {
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF5: 4
            default: 1
            }
        return min(length, bytes.count)
    }
}

/// A set of characters.
struct CharacterChoice: Sendable, Hashable {
    /// The characters, or with `isInverted` all others.
    var ranges: [ClosedRange<UInt32>]
    var isInverted = false

    static let slash = UInt32(UInt8(ascii: "/"))
    static let all = CharacterChoice(ranges: [], isInverted: true)
    static let withinName = CharacterChoice(ranges: [slash...slash], isInverted: true)
    /// What stands between two `_` of a name.
    static let withinPiece = CharacterChoice(ranges: [slash...slash, range("_", "_")], isInverted: true)
    static let digits = CharacterChoice(ranges: [range("0", "9")])
    static let letters = CharacterChoice(ranges: [range("a", "z"), range("A", "Z")])
    static let lettersAndDigits = CharacterChoice(ranges: digits.ranges + letters.ranges)
    static let word = CharacterChoice(ranges: lettersAndDigits.ranges + [range("_", "_")])
    static let blanks = CharacterChoice(ranges: [9...13, 32...32])

    /// One character.
    static func only(_ unit: UInt32) -> CharacterChoice { CharacterChoice(ranges: [unit...unit]) }

    /// All but these.
    var others: CharacterChoice { CharacterChoice(ranges: ranges, isInverted: !isInverted) }

    func contains(_ unit: UInt32) -> Bool { ranges.contains { $0.contains(unit) } != isInverted }

    private static func range(_ first: Unicode.Scalar, _ last: Unicode.Scalar) -> ClosedRange<UInt32> {
        first.value...last.value
    }
}
