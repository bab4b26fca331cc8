/// Damages files, always in the same way for the same seed.
struct Mutation {
    /// Numbers at which counting, signs and sizes turn over.
    private static let interesting: [UInt32] = [
        0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000,
        0xFFFF_FFFE, 0xFFFF_FFFF,
    ]

    private var state: UInt64

    /// A sequence of its own for each `seed`.
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// The next number below `bound` (xorshift64*, Vigna 2016).
    mutating func below(_ bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(1, bound)
    }

    /// One to eight changes of `source`, most of them where the structure is; `other` gives foreign parts.
    mutating func mutant(of source: [UInt8], _ other: [UInt8]) -> [UInt8] {
        var bytes = source
        for _ in 0..<[1, 1, 2, 4, 8][below(5)] where bytes.count > 16 { change(&bytes, other) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
        // Headers, and the ends of files, where many writers put directories.
        let edge = min(bytes.count, 512)
        let place = [below(bytes.count), below(edge), bytes.count - 1 - below(edge)][below(3)]
        let number = Self.interesting[below(Self.interesting.count)]
        switch below(10) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1: bytes[place] = UInt8(truncatingIfNeeded: number)
        case 2: put(number, 4, at: place, of: &bytes)
        case 3: put(number, 2, at: place, of: &bytes)
        // A number that is there, a little more or less.
        case 4: put(UInt32(truncatingIfNeeded: Int(bytes[place]) + below(9) - 4), 1, at: place, of: &bytes)
        case 5: bytes.removeLast(min(bytes.count - 1, below(bytes.count)))
        case 6: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(32)))
        case 7: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(64))], at: place)
        case 8:
            let length = min(1 + below(256), bytes.count - place)
            for index in place..<place + length { bytes[index] = UInt8(truncatingIfNeeded: number) }
        default:
            guard !other.isEmpty else { return }
            let start = below(other.count)
            let part = other[start..<min(other.count, start + 1 + below(128))]
            for (index, byte) in part.enumerated() where place + index < bytes.count { bytes[place + index] = byte }
        }
    }

    private mutating func put(_ number: UInt32, _ count: Int, at place: Int, of bytes: inout [UInt8]) {
        let isBigEndian = below(2) == 1
        for index in 0..<count where place + index < bytes.count {
            bytes[place + index] = UInt8(
                truncatingIfNeeded: number >> UInt32(8 * (isBigEndian ? count - 1 - index : index))
            )
        }
    }
}
