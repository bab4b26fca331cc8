import Classifiers
import Forests
import Imaging
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("Measuring the doubt of a classifier")
struct DoubtMeterTests {
    private static let count = 1_000

    private static func classifier(seed: Int, probabilityOf number: Int? = nil) throws -> Classifier {
        let text = RandomClassifier.text(seed: seed, probabilityOf: number)
        return try TrainedClassifier(bytes: Array(text.utf8), name: "c.cl").pixelClassifier()
    }

    private static func features(_ seed: UInt64) -> [[Float]] {
        var random = SplitMix(seed: seed)
        return (0..<2).map { _ in (0..<count).map { _ in Float.random(in: 0...40, using: &random) } }
    }

    /// The votes of some of the trees for a pixel, one tree after the other.
    private static func votes(_ forest: RandomForest, _ trees: [Int], _ values: [Float]) -> [Float] {
        var sums = [Float](repeating: 0, count: forest.classCount)
        for tree in trees {
            var node = forest.nodes[Int(forest.roots[tree])]
            while node.feature >= 0 {
                node = forest.nodes[Int(values[Int(node.feature)] < node.threshold ? node.less : node.otherwise)]
            }
            for index in sums.indices {
                sums[index] = Float(Double(sums[index]) + forest.leafWeights[Int(node.leaf) * sums.count + index])
            }
        }
        return sums
    }

    /// Class and shares by all trees, by the odd and by the even ones.
    private static func pixels(_ classifier: Classifier, _ features: [[Float]]) -> [[(number: Int, shares: [Float])]] {
        let trees = Array(classifier.forest.roots.indices)
        let parts = [trees, trees.filter { $0 % 2 == 0 }, trees.filter { $0 % 2 == 1 }]
        return (0..<count).map { pixel in
            parts.map { part in
                let votes = votes(classifier.forest, part, features.map { $0[pixel] })
                let sum = votes.reduce(0, +)
                let largest = votes.indices.max { votes[$0] < votes[$1] || (votes[$0] == votes[$1] && $0 > $1) } ?? 0
                return (largest + 1, votes.map { $0 / sum })
            }
        }
    }

    private static func dice(_ pixels: [[(number: Int, shares: [Float])]], _ isIn: ((Int, [Float])) -> Bool) -> Double?
    {
        let (odd, even) = (pixels.map { isIn($0[1]) }, pixels.map { isIn($0[2]) })
        let sizes = (odd + even).filter(\.self).count
        return sizes == 0 ? nil : 2 * Double(zip(odd, even).filter { $0 && $1 }.count) / Double(sizes)
    }

    private static func isNear(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return abs(left - right) < 1e-6
    }

    @Test("the halves' Dice is that of their foreground, or the mean of the classes", arguments: 1...6)
    func halves(seed: Int) throws {
        let classifier = try Self.classifier(seed: seed)
        let features = Self.features(UInt64(seed))
        let pixels = Self.pixels(classifier, features)
        for foreground in [nil, Foreground.positiveClass(1), .positiveClass(2), .positiveClass(3)] {
            var meter = DoubtMeter(classifier, foreground: foreground)
            meter.add(features)
            let doubt = try #require(meter.doubt)
            let dices = (1...3).map { number in Self.dice(pixels) { $0.0 == number } }
            var expected = dices.compactMap(\.self).reduce(0, +) / Double(max(1, dices.compactMap(\.self).count))
            if case .positiveClass(let number) = foreground { expected = dices[number - 1] ?? -1 }
            #expect(Self.isNear(doubt.halvesDice, expected == -1 ? nil : expected))
            let margins = pixels.map { pixel in
                let shares = pixel[0].shares.sorted(by: >)
                return Double(shares[0]) - Double(shares[1])
            }
            #expect(Self.isNear(doubt.meanMargin, margins.reduce(0, +) / Double(Self.count)))
            #expect(doubt.pixels == Self.count && doubt.outsideShare == nil)
        }
    }

    @Test("of a mapper it is that of what reaches the threshold, and the margin that to the other classes together")
    func mapper() throws {
        let classifier = try Self.classifier(seed: 3, probabilityOf: 2)
        let features = Self.features(9)
        let pixels = Self.pixels(classifier, features)
        var meter = DoubtMeter(classifier, foreground: .threshold(0.4))
        meter.add(features)
        let doubt = try #require(meter.doubt)
        #expect(Self.isNear(doubt.halvesDice, Self.dice(pixels) { $0.1[1] >= 0.4 }))
        let margins = pixels.map { abs(2 * Double($0[0].shares[1]) - 1) }
        #expect(Self.isNear(doubt.meanMargin, margins.reduce(0, +) / Double(Self.count)))
    }

    @Test("a pixel is outside the training when one of its features is, or is no number")
    func outside() throws {
        let classifier = try Self.classifier(seed: 1)
        var features = Self.features(4)
        features[1][7] = .nan
        (features[0][8], features[1][8]) = (2, 38.5)
        var meter = DoubtMeter(classifier, foreground: nil, ranges: [2...30, 10...38.5])
        meter.add(features)
        let expected = (0..<Self.count).filter { pixel in
            !(features[0][pixel] >= 2 && features[0][pixel] <= 30 && features[1][pixel] >= 10
                && features[1][pixel] <= 38.5)
        }
        #expect(expected.contains(7) && !expected.contains(8))
        #expect(meter.doubt?.outsideShare == Double(expected.count) / Double(Self.count))
    }

    @Test("parts and their order do not matter")
    func parts() throws {
        let classifier = try Self.classifier(seed: 2)
        let features = Self.features(5)
        var whole = DoubtMeter(classifier, foreground: .positiveClass(2))
        whole.add(features)
        var parted = DoubtMeter(classifier, foreground: .positiveClass(2))
        for range in [700..<1_000, 0..<1, 1..<700] { parted.add(features.map { Array($0[range]) }) }
        parted.add([[], []])
        #expect(whole.doubt != nil && whole.doubt == parted.doubt)
    }

    @Test("weights below 0 make no margin beyond 1", arguments: [nil, 1])
    func negative(mapped: Int?) throws {
        let drawn = try Self.classifier(seed: 1, probabilityOf: mapped)
        var forest = drawn.forest
        // The sum is next to nothing, and so the share of the first class is none at all.
        forest.leafWeights = (0..<forest.leafWeights.count / 3).flatMap { _ in [1e30, -1e30, 1e-5] }
        let classifier = try Classifier(
            kind: drawn.kind,
            plan: drawn.plan,
            forest: forest,
            dimensions: drawn.dimensions,
            probabilityClass: mapped
        )
        var meter = DoubtMeter(classifier, foreground: nil)
        meter.add(Self.features(1))
        #expect(meter.doubt?.meanMargin == 1)
    }

    @Test("a forest of one tree has no halves, and one that finds nothing has nothing to agree on")
    func nothing() throws {
        let text = ThresholdClassifier.text(threshold: "50.0")
        let classifier = try TrainedClassifier(bytes: Array(text.utf8), name: "c.cl").pixelClassifier()
        var meter = DoubtMeter(classifier, foreground: .positiveClass(2))
        #expect(meter.doubt == nil)
        meter.add([[10, 60]])
        #expect(meter.doubt == ForestDoubt(pixels: 2, halvesDice: nil, meanMargin: 1))
        let forest = try Self.classifier(seed: 2)
        var empty = DoubtMeter(forest, foreground: .positiveClass(200))
        empty.add(Self.features(1))
        #expect(empty.doubt?.pixels == Self.count && empty.doubt?.halvesDice == nil)
    }
}
