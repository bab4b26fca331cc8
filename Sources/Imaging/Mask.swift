/// Foreground and background of a plane or volume, one bit a pixel.
///
/// Rows lie in the order (Z, Y): row z × height + y. Each has `wordsPerRow(size)` words of its own; bit i of its word w is
/// pixel x = 64 w + i, set for foreground. Bits beyond the width are 0.
package struct Mask: Sendable, Equatable {
    package let size: ImageSize
    package private(set) var words: [UInt64]

    /// Words of one row.
    package static func wordsPerRow(_ size: ImageSize) -> Int { (size.width + 63) / 64 }

    /// Words of a whole mask.
    package static func wordCount(_ size: ImageSize) -> Int { wordsPerRow(size) * size.height * size.depth }

    /// The mask that `words` already is.
    ///
    /// - Precondition: `words` has `wordCount(size)` words; bits beyond the width are 0.
    package init(size: ImageSize, words: [UInt64]) {
        precondition(words.count == Self.wordCount(size))
        self.size = size
        self.words = words
    }

    /// A mask without foreground.
    package init(size: ImageSize) {
        self.init(size: size, words: [UInt64](repeating: 0, count: Self.wordCount(size)))
    }

    /// The mask whose foreground is every byte that is not 0.
    ///
    /// - Precondition: `bytes` has one entry per pixel, row-major (Z, Y, X).
    package init(size: ImageSize, bytes: [UInt8]) {
        precondition(bytes.count == size.pixelCount)
        var words = [UInt64](repeating: 0, count: Self.wordCount(size))
        let wordsPerRow = Self.wordsPerRow(size)
        for row in 0..<size.height * size.depth {
            for x in 0..<size.width where bytes[row * size.width + x] != 0 {
                words[row * wordsPerRow + x / 64] |= 1 << UInt64(x % 64)
            }
        }
        self.init(size: size, words: words)
    }

    /// Whether a pixel is foreground.
    package subscript(x: Int, y: Int, z: Int) -> Bool {
        let row = z * size.height + y
        return words[row * Self.wordsPerRow(size) + x / 64] >> UInt64(x % 64) & 1 != 0
    }

    /// Makes a pixel foreground.
    package mutating func insert(x: Int, row: Int) {
        words[row * Self.wordsPerRow(size) + x / 64] |= 1 << UInt64(x % 64)
    }

    /// Foreground pixels.
    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The rows `rows`, numbered z × height + y, as bytes: 255 for foreground, 0 for background.
    package func bytes(rows: Range<Int>) -> [UInt8] {
        let wordsPerRow = Self.wordsPerRow(size)
        return [UInt8](unsafeUninitializedCapacity: rows.count * size.width) { bytes, initialized in
            for (index, row) in rows.enumerated() {
                for x in 0..<size.width {
                    let bit = words[row * wordsPerRow + x / 64] >> UInt64(x % 64) & 1
                    bytes[index * size.width + x] = bit != 0 ? 255 : 0
                }
            }
            initialized = rows.count * size.width
        }
    }
}
