import Imaging
import Testing
import Validation

@Suite("Objects against a truth")
struct ObjectScoresTests {
    /// A row of pixels as an image.
    private static func row(_ labels: [UInt32]) -> LabelImage {
        LabelImage(size: ImageSize(width: labels.count, height: 1), labels: labels, count: Int(labels.max() ?? 0))
    }

    private static func scores(_ truth: [UInt32], _ result: [UInt32]) -> ObjectScores {
        var scores = ObjectScores()
        scores.add(truth: row(truth), result: row(result))
        return scores
    }

    @Test("an object that is cut into two halves is matched once at 0.5, whichever side it is on")
    func halves() {
        for scores in [
            Self.scores([1, 1, 1, 1, 0], [1, 1, 2, 2, 0]), Self.scores([1, 1, 2, 2, 0], [1, 1, 1, 1, 0]),
        ] {
            #expect(scores.matchings[0].matched == 1 && scores.matchings[0].overlap == 0.5)
            #expect(scores.matchings[1].matched == 0)
        }
        #expect(Self.scores([1, 1, 1, 1], [1, 1, 2, 2]).splitCount == 1)
        #expect(Self.scores([1, 1, 1, 1], [1, 1, 2, 2]).mergedCount == 0)
        #expect(Self.scores([1, 1, 2, 2], [3, 3, 3, 3]).mergedCount == 1)
    }

    @Test("an IoU of exactly a threshold reaches it", arguments: 10...19)
    func exact(twentieths: Int) {
        let truth = [UInt32](repeating: 1, count: 20)
        let result = truth.indices.map { UInt32($0 < twentieths ? 1 : 0) }
        let matched = Self.scores(truth, result).matchings.map(\.matched)
        #expect(matched == (10...19).map { $0 <= twentieths ? 1 : 0 })
    }

    @Test("an IoU of a tenth is no split, one above it is")
    func tenth() {
        let truth = [UInt32](repeating: 1, count: 10)
        #expect(Self.scores(truth, [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]).splitCount == 0)
        #expect(Self.scores(truth, [1, 1, 1, 1, 1, 1, 1, 1, 2, 2]).splitCount == 1)
    }

    @Test("numbers that no pixel has are no objects; nothing against nothing is nothing")
    func gaps() {
        let scores = Self.scores([7, 0, 0], [0, 0, 9])
        #expect(scores.truthCount == 1 && scores.resultCount == 1 && scores.matchings[0].matched == 0)
        #expect(Self.scores([0, 0], [0, 0]) == ObjectScores())
    }

    @Test("a quarter of a million objects are matched in one pass")
    func many() {
        let side = 1000
        let labels = (0..<side * side).map { index in
            UInt32((index / side / 2) * (side / 2) + index % side / 2 + 1)
        }
        let image = LabelImage(size: ImageSize(width: side, height: side), labels: labels, count: side * side / 4)
        var scores = ObjectScores()
        scores.add(truth: image, result: image)
        #expect(scores.truthCount == 250_000 && scores.matchings.allSatisfy { $0.matched == 250_000 })
    }

    @Test("equal to the best of all assignments, on small random images", arguments: UInt64(0)..<300)
    func bruteForce(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let size = ImageSize(width: 8, height: 5)
        func image() -> LabelImage {
            let most = 1 + random.next() % 5
            var label: UInt32 = 0
            // Runs, so that overlaps are large enough to be matched.
            let labels = (0..<size.pixelCount).map { _ in
                if random.next() % 4 == 0 { label = UInt32(random.next() % (most + 1)) }
                return label
            }
            return LabelImage(size: size, labels: labels, count: Int(labels.max() ?? 0))
        }
        let truth = image()
        // A disturbed copy half of the time: near matches.
        var result = image()
        if seed % 2 == 0 {
            var labels = truth.labels
            for _ in 0..<6 {
                labels[Int(random.next() % UInt64(labels.count))] = UInt32(random.next() % UInt64(truth.count + 2))
            }
            result = LabelImage(size: size, labels: labels, count: Int(labels.max() ?? 0))
        }
        var (once, twice) = (ObjectScores(), ObjectScores())
        once.add(truth: truth, result: result)
        for _ in 0..<2 { twice.add(once) }
        #expect(twice.truthCount == 2 * once.truthCount)
        let plain = PlainMatching(truth: truth, result: result)
        #expect(once.truthCount == plain.truths.count && once.resultCount == plain.results.count)
        for matching in once.matchings {
            let best = plain.best(twentieths: matching.twentieths)
            #expect(matching.matched == best.count)
            #expect(abs(matching.overlap - best.overlap) < 1e-12)
        }
        #expect(once.splitCount == plain.splits && once.mergedCount == plain.merges)
    }
}
