import Imaging
import Morphology
import Testing

@Suite("Splitting objects that touch")
struct SplittingTests {
    @Test("two discs that overlap are split where they meet, one disc is not")
    func discs() {
        let size = ImageSize(width: 42, height: 22)
        func image(_ centres: [Int]) -> LabelImage {
            let labels = size.positions.map { position in
                centres.contains { x in
                    let step = position &- SIMD3(x, 11, 0)
                    return step.x * step.x + step.y * step.y <= 81
                } ? UInt32(1) : 0
            }
            return LabelImage(size: size, labels: labels, count: 1)
        }
        let two = image([12, 28]).splittingTouching(smoothing: 1)
        #expect(two.origins == [0, 1, 1])
        // Both the same, but for the column in the middle, which is one's or the other's.
        #expect(
            two.labels.labels.enumerated().allSatisfy { index, label in
                let column = index % 42
                return label == 0 || column == 20 || label == (column < 20 ? 1 : 2)
            }
        )
        #expect(two.labels.areas[1] + two.labels.areas[2] == image([12, 28]).areas[1])
        #expect(image([20]).splittingTouching(smoothing: 1).labels == image([20]))
    }

    @Test("a bar of one width is one object: rounding must not make maxima", arguments: [0, 1, 2.5])
    func bar(smoothing: Double) {
        let size = ImageSize(width: 90, height: 15)
        let labels = size.positions.map { (5..<85).contains($0.x) && (4..<11).contains($0.y) ? UInt32(1) : 0 }
        let image = LabelImage(size: size, labels: labels, count: 1)
        #expect(image.splittingTouching(smoothing: smoothing).labels == image)
    }

    @Test("objects that touch stay apart, and what becomes of one does not depend on the other")
    func neighbours() {
        let alone = LabelImage(["11.......", "111..11..", "1111111..", "111..11..", "11......."])
        let both = LabelImage(["11.222222", "111221122", "111111122", "111221122", "112222222"])
        let (first, second) = (alone.splittingTouching(smoothing: 0.5), both.splittingTouching(smoothing: 0.5))
        #expect(first.labels.count == 2)
        #expect(zip(both.labels, second.labels.labels).allSatisfy { second.origins[Int($1)] == $0 })
        #expect(zip(first.labels.labels, second.labels.labels).allSatisfy { $0 == 0 || $0 == $1 })
    }

    @Test("pieces that touch by a corner are objects; nothing is lost, and an image full of one object stays")
    func pieces() {
        let image = LabelImage(["2..1", ".2.1", "...."])
        let split = image.splittingTouching(smoothing: 2)
        #expect(split.labels.pictures == [["2..1", ".3.1", "...."]] && split.origins == [0, 1, 2, 2])
        let full = LabelImage(["111", "111"])
        #expect(full.splittingTouching(smoothing: 1).labels == full)
        #expect(LabelImage(["..."]).splittingTouching(smoothing: 1).labels.count == 0)
        #expect(LabelImage(["1"]).splittingTouching(smoothing: 1).labels.count == 1)
    }

    @Test("equal the plain description, step by step", arguments: 1...48)
    func bruteForce(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let isVolume = seed % 3 == 0
        let size = ImageSize.random(isVolume: isVolume, &random)
        // Blocks rather than noise, so that there is something to split.
        let block = isVolume ? SIMD3(1, 1, 1) : SIMD3(2, 3, 1)
        let image = Self.image(size, block, most: seed % 4 == 0 ? 4 : 1, emptiness: 0.3, &random)
        check(image, smoothing: [0, 0.5, 1, 2][seed % 4])
    }

    @Test("equal it on large objects with many equal distances", arguments: 1...6)
    func largeObjects(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let size = ImageSize(width: 34, height: 26)
        let image = Self.image(size, SIMD3(2, 2, 1), most: 20, emptiness: 0, &random)
        let joined = LabelImage(size: size, labels: image.labels.map { $0 < 3 ? 0 : 1 }, count: 1)
        check(joined, smoothing: [0, 0.5, 0.8][seed % 3])
    }

    private static func image(
        _ size: ImageSize,
        _ block: SIMD3<Int>,
        most: Int,
        emptiness: Double,
        _ random: inout SplitMix
    ) -> LabelImage {
        let coarse = LabelImage.random(size, most: most, emptiness: emptiness, &random)
        let labels = size.positions.map { coarse.labels[size.index($0 / block)!] }
        return LabelImage(size: size, labels: labels, count: most)
    }

    /// Compares with the plain description, object after object, piece after piece, part after part.
    private func check(_ image: LabelImage, smoothing: Double) {
        let (size, labels) = (image.size, image.labels)
        let naive = NaiveSplitting(size: size, smoothing: smoothing)
        let columns = size.positions.sorted { ($0.x, $0.y, $0.z) < ($1.x, $1.y, $1.z) }.compactMap { size.index($0) }
        let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        func first(_ pixels: Set<Int>) -> Int { pixels.compactMap { places[$0] }.min() ?? 0 }
        var (expected, origins) = ([UInt32](repeating: 0, count: labels.count), [UInt32(0)])
        for label in UInt32(1)...UInt32(image.count) {
            for start in columns where labels[start] == label && expected[start] == 0 {
                var (piece, rest): (Set<Int>, [Int]) = ([start], [start])
                while let index = rest.popLast() {
                    rest += naive.facing[index].filter { labels[$0] == label && piece.insert($0).inserted }
                }
                for part in naive.split(piece).sorted(by: { first($0) < first($1) }) {
                    for index in part { expected[index] = UInt32(origins.count) }
                    origins.append(label)
                }
            }
        }
        let split = image.splittingTouching(smoothing: smoothing)
        #expect(split.labels.labels == expected && split.origins == origins)
    }
}
