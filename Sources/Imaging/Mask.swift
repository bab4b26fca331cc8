/// The foreground of a plane or volume, one bit a pixel.
package struct Mask: Sendable, Equatable {
    package let size: ImageSize
    /// 64 pixels of a row in each word, the first one in the lowest bit; rows in the order (Z, Y).
    package var words: [UInt64]

    /// A mask without foreground.
    package init(size: ImageSize) {
        self.size = size
        words = [UInt64](repeating: 0, count: Self.wordsPerRow(size.width) * size.height * size.depth)
    }

    /// The pixels of `bytes` that are not 0.
    package init(size: ImageSize, bytes: [UInt8]) {
        self.init(size: size)
        let perRow = Self.wordsPerRow(size.width)
        for row in 0..<size.height * size.depth {
            for x in 0..<size.width where bytes[row * size.width + x] != 0 {
                words[row * perRow + x / 64] |= 1 << UInt64(x % 64)
            }
        }
    }

    /// Adds a pixel, counted in the order (Z, Y, X), to the foreground.
    package mutating func insert(pixel: Int) {
        let (row, x) = pixel.quotientAndRemainder(dividingBy: size.width)
        words[row * Self.wordsPerRow(size.width) + x / 64] |= 1 << UInt64(x % 64)
    }

    /// Words that a row of `width` pixels takes.
    package static func wordsPerRow(_ width: Int) -> Int { (width + 63) / 64 }

    /// 255 in the foreground, 0 elsewhere, for the given rows in the order (Z, Y).
    package func bytes(rows: Range<Int>) -> [UInt8] {
        let perRow = Self.wordsPerRow(size.width)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * size.width)
        for row in rows {
            for x in 0..<size.width { bytes.append(words[row * perRow + x / 64] >> UInt64(x % 64) & 1 != 0 ? 255 : 0) }
        }
        return bytes
    }

    /// Pixels of the foreground.
    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
