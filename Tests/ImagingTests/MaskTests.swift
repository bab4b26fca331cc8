import Imaging
import TestSupport
import Testing

@Suite("Masks")
struct MaskTests {
    private static let sizes = [(1, 1, 1), (63, 3, 1), (64, 2, 2), (65, 3, 2), (129, 2, 3)].map {
        ImageSize(width: $0, height: $1, depth: $2)
    }

    private static func bytes(_ size: ImageSize) -> [UInt8] {
        var random = SplitMix(seed: UInt64(size.width))
        return (0..<size.pixelCount).map { _ in UInt8.random(in: 0...2, using: &random) }
    }

    @Test("bit i of word w of a row is its pixel 64 w + i, bits beyond the width are 0", arguments: sizes)
    func layout(size: ImageSize) {
        let bytes = Self.bytes(size)
        let mask = Mask(size: size, bytes: bytes)
        let wordsPerRow = (size.width + 63) / 64
        #expect(mask.words.count == wordsPerRow * size.height * size.depth)
        for row in 0..<size.height * size.depth {
            for x in 0..<wordsPerRow * 64 {
                let isForeground = x < size.width && bytes[row * size.width + x] != 0
                let bit = mask.words[row * wordsPerRow + x / 64] >> UInt64(x % 64) & 1
                #expect((bit == 1) == isForeground)
                guard x < size.width else { continue }
                #expect(mask[x, row % size.height, row / size.height] == isForeground)
            }
        }
        #expect(mask.count == bytes.count { $0 != 0 })
    }

    @Test("rows come back as 255 and 0", arguments: sizes)
    func rows(size: ImageSize) {
        let bytes = Self.bytes(size)
        let mask = Mask(size: size, bytes: bytes)
        let rowCount = size.height * size.depth
        for rows in [0..<rowCount, 0..<0, rowCount - 1..<rowCount] {
            let part = bytes[rows.lowerBound * size.width..<rows.upperBound * size.width]
            #expect(mask.bytes(rows: rows) == part.map { $0 == 0 ? 0 : 255 })
        }
        #expect(mask == Mask(size: size, words: mask.words))
    }

    @Test("a volume has its depth in its size and its words")
    func volume() {
        let size = ImageSize(width: 5, height: 4, depth: 3)
        #expect(size.pixelCount == 60)
        #expect("\(size)" == "5 × 4 × 3")
        #expect(size != ImageSize(width: 5, height: 4))
        #expect(Mask(size: size, bytes: [UInt8](repeating: 1, count: 60)).count == 60)
    }
}
