/// A directory to be written, little-endian: the tags of one page.
///
/// libtiff could write it, but rounds fractions to 24 bits and cannot hold two descriptions.
struct WrittenDirectory {
    /// What a tag holds.
    enum Value {
        case short(Int)
        /// A number, or several, of 4 bytes.
        case longs([Int])
        /// Places in the file: 8 bytes each in a BigTIFF.
        case places([Int])
        case text(String)
        case fraction(Rational)
        case bytes([UInt8])
    }

    private var entries: [(tag: UInt16, value: Value)] = []

    /// Adds a tag; those of one number stay in the order in which they are added.
    mutating func set(_ tag: UInt16, _ value: Value) {
        let place = entries.firstIndex { $0.tag > tag } ?? entries.count
        entries.insert((tag, value), at: place)
    }

    /// Bytes of the directory with all that its tags hold, even.
    func size(isBig: Bool) -> Int {
        let values = entries.map { $0.value.bytes(isBig: isBig).count }
        let field = isBig ? 8 : 4
        return head(isBig: isBig) + values.filter { $0 > field }.reduce(0) { $0 + $1 + $1 % 2 }
    }

    /// The directory as it stands at `offset`, which is even; `next` is where the one after it stands, 0 after the last.
    ///
    /// Short values come first, so that the Software tag, which is our mark, stands near the entries.
    func bytes(at offset: Int, next: Int, isBig: Bool) -> [UInt8] {
        let field = isBig ? 8 : 4
        let contents = entries.map { $0.value.bytes(isBig: isBig) }
        let outside = contents.indices.filter { contents[$0].count > field }
        var places = [Int](repeating: 0, count: contents.count)
        var values: [UInt8] = []
        for index in outside.sorted(by: { (contents[$0].count, $0) < (contents[$1].count, $1) }) {
            places[index] = offset + head(isBig: isBig) + values.count
            values += contents[index] + [UInt8](repeating: 0, count: contents[index].count % 2)
        }
        var bytes = LittleEndian.bytes(entries.count, width: isBig ? 8 : 2)
        for (index, (tag, value)) in entries.enumerated() {
            bytes += LittleEndian.bytes(Int(tag), width: 2) + LittleEndian.bytes(value.type(isBig: isBig), width: 2)
            bytes += LittleEndian.bytes(value.count, width: field)
            let content = contents[index]
            bytes +=
                content.count > field
                ? LittleEndian.bytes(places[index], width: field)
                : content + [UInt8](repeating: 0, count: field - content.count)
        }
        return bytes + LittleEndian.bytes(next, width: field) + values
    }

    /// The header of a file whose first directory stands at `offset`.
    static func header(first offset: Int, isBig: Bool) -> [UInt8] {
        let mark = Array("II".utf8) + LittleEndian.bytes(isBig ? 43 : 42, width: 2)
        guard isBig else { return mark + LittleEndian.bytes(offset, width: 4) }
        return mark + LittleEndian.bytes(8, width: 4) + LittleEndian.bytes(offset, width: 8)
    }

    /// Bytes of the longest header.
    static let headerSize = 16

    private func head(isBig: Bool) -> Int { isBig ? 16 + 20 * entries.count : 6 + 12 * entries.count }
}

extension WrittenDirectory.Value {
    /// The number of the field type in TIFF 6.0 and BigTIFF.
    fileprivate func type(isBig: Bool) -> Int {
        switch self {
        case .text: 2
        case .short: 3
        case .longs: 4
        case .fraction: 5
        case .bytes: 1
        case .places: isBig ? 16 : 4
        }
    }

    fileprivate var count: Int {
        switch self {
        case .short, .fraction: 1
        case .longs(let numbers), .places(let numbers): numbers.count
        case .text(let text): text.utf8.count + 1
        case .bytes(let bytes): bytes.count
        }
    }

    fileprivate func bytes(isBig: Bool) -> [UInt8] {
        switch self {
        case .short(let number): LittleEndian.bytes(number, width: 2)
        case .longs(let numbers): numbers.flatMap { LittleEndian.bytes($0, width: 4) }
        case .places(let places): places.flatMap { LittleEndian.bytes($0, width: isBig ? 8 : 4) }
        case .text(let text): Array(text.utf8) + [0]
        case .fraction(let fraction):
            LittleEndian.bytes(Int(fraction.numerator), width: 4)
                + LittleEndian.bytes(Int(fraction.denominator), width: 4)
        case .bytes(let bytes): bytes
        }
    }
}

/// Numbers as bytes, the lowest first.
enum LittleEndian {
    /// The lowest `width` bytes of `number`.
    static func bytes(_ number: Int, width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
