/// A small TIFF with the tags of an input: a byte that says how many pages there are, then tags, each a byte for its number,
/// one for its type, and its text up to a 0x1E.
struct DescribedTIFF {
    /// Tags by which programs describe their images.
    private static let tags: [UInt16] = [
        270, 305, 315, 306, 50_839, 51_123, 34_412, 33_628, 33_629, 33_630, 33_631, 34_361, 34_362, 33_560, 34_118,
        34_122, 65_330, 65_331, 50_838, 37_706,
    ]
    /// ASCII, BYTE, SHORT, LONG, UNDEFINED, RATIONAL.
    private static let types: [(code: UInt16, bytes: Int)] = [(2, 1), (1, 1), (3, 2), (4, 4), (7, 1), (5, 8)]
    private static let size = 4

    private(set) var bytes: [UInt8] = []

    /// Nil for an input that is too short.
    init?(_ input: [UInt8]) {
        guard input.count >= 4 else { return nil }
        let pages = 1 + Int(input[0] % 24)
        var more: [UInt16: (type: UInt16, count: Int, bytes: [UInt8])] = [:]
        for part in input.dropFirst().split(separator: 0x1E, maxSplits: 7, omittingEmptySubsequences: true)
        where part.count > 2 {
            let tag = Self.tags[Int(part[part.startIndex]) % Self.tags.count]
            let type = Self.types[Int(part[part.startIndex + 1]) % Self.types.count]
            let values = Array(part.dropFirst(2))
            more[tag] = (type.code, values.count / type.bytes, values)
        }
        bytes = [0x49, 0x49, 42, 0] + Self.little(8, 4)
        for page in 0..<pages { append(page: page, isLast: page == pages - 1, page == 0 ? more : [:]) }
    }

    /// Appends a directory, what it refers to, and its pixels.
    private mutating func append(
        page: Int,
        isLast: Bool,
        _ more: [UInt16: (type: UInt16, count: Int, bytes: [UInt8])]
    ) {
        var entries: [UInt16: (type: UInt16, count: Int, bytes: [UInt8])] = more
        for (tag, value) in [(256, Self.size), (257, Self.size), (258, 8), (262, 1), (277, 1), (278, Self.size)] {
            entries[UInt16(tag)] = (3, 1, Self.little(value, 2))
        }
        let start = bytes.count
        let table = 2 + 12 * (entries.count + 2) + 4
        var values: [UInt8] = []
        var pixels = start + table
        for entry in entries.values where entry.bytes.count > 4 { pixels += entry.bytes.count + entry.bytes.count % 2 }
        entries[273] = (4, 1, Self.little(pixels, 4))
        entries[279] = (4, 1, Self.little(Self.size * Self.size, 4))
        bytes += Self.little(entries.count, 2)
        for (tag, entry) in entries.sorted(by: { $0.key < $1.key }) {
            bytes += Self.little(Int(tag), 2) + Self.little(Int(entry.type), 2) + Self.little(entry.count, 4)
            if entry.bytes.count > 4 {
                bytes += Self.little(start + table + values.count, 4)
                values += entry.bytes + (entry.bytes.count % 2 == 1 ? [0] : [])
            } else {
                bytes += entry.bytes + [UInt8](repeating: 0, count: 4 - entry.bytes.count)
            }
        }
        bytes += Self.little(isLast ? 0 : pixels + Self.size * Self.size, 4) + values
        bytes += (0..<Self.size * Self.size).map { UInt8(truncatingIfNeeded: page &* 16 &+ $0) }
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
