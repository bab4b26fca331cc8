import Forests
import Imaging
import Testing

@Suite("Forest evaluation")
struct ForestEvaluationTests {
    /// A tree as nested values, which the tests walk by themselves.
    private indirect enum Tree {
        case leaf([Double])
        case split(feature: Int, threshold: Float, Tree, Tree)

        static func random(_ source: inout SplitMix, depth: Int, features: Int, classes: Int) -> Tree {
            if depth == 0 || Int.random(in: 0..<6, using: &source) == 0 {
                return .leaf((0..<classes).map { _ in Double.random(in: 0...1, using: &source) })
            }
            let less = random(&source, depth: depth - 1, features: features, classes: classes)
            let otherwise = random(&source, depth: depth - 1, features: features, classes: classes)
            let feature = Int.random(in: 0..<features, using: &source)
            return .split(feature: feature, threshold: Float(Int.random(in: -4...4, using: &source)), less, otherwise)
        }
    }

    private static func forest(_ trees: [Tree], features: Int, classes: Int) -> RandomForest {
        var forest = RandomForest(
            featureCount: features,
            classCount: classes,
            roots: [],
            nodes: [],
            leafWeights: [],
            depth: 0
        )
        func append(_ tree: Tree, level: Int) -> Int32 {
            forest.depth = max(forest.depth, level)
            let place = forest.nodes.count
            switch tree {
            case .leaf(let weights):
                forest.nodes.append(.leaf(Int32(forest.leafWeights.count / classes)))
                forest.leafWeights += weights
            case .split(let feature, let threshold, let less, let otherwise):
                forest.nodes.append(.split(feature: Int32(feature), threshold: threshold))
                let branches = (append(less, level: level + 1), append(otherwise, level: level + 1))
                (forest.nodes[place].less, forest.nodes[place].otherwise) = branches
            }
            return Int32(place)
        }
        for tree in trees { forest.roots.append(append(tree, level: 0)) }
        return forest
    }

    /// Sums as the reference rounds them: to float32 after each tree.
    private static func naiveVotes(_ trees: [Tree], _ values: [Float], classes: Int) -> [Float] {
        var votes = [Float](repeating: 0, count: classes)
        func walk(_ tree: Tree) {
            switch tree {
            case .leaf(let weights):
                for (index, weight) in weights.enumerated() { votes[index] = Float(Double(votes[index]) + weight) }
            case .split(let feature, let threshold, let less, let otherwise):
                walk(values[feature] < threshold ? less : otherwise)
            }
        }
        for tree in trees { walk(tree) }
        return votes
    }

    @Test("votes of every pixel equal those of a naive walk, bit for bit", arguments: 0..<12)
    func votes(seed: Int) {
        var source = SplitMix(seed: UInt64(seed))
        let (features, classes) = (Int.random(in: 1...5, using: &source), Int.random(in: 1...5, using: &source))
        let trees = (0..<Int.random(in: 1...9, using: &source)).map { _ in
            Tree.random(&source, depth: Int.random(in: 0...5, using: &source), features: features, classes: classes)
        }
        let values: [Float] =
            [.nan, .infinity, -.infinity, 0, -0.0] + (-4...4).flatMap { [Float($0), Float($0).nextDown] }
        // More than one block of pixels, and a part of one.
        let planes = (0..<features).map { _ in (0..<1100).map { _ in values.randomElement(using: &source) ?? 0 } }
        var seen: [Int] = []
        Self.forest(trees, features: features, classes: classes).forEachPixel(of: planes, count: 1100) { pixel, votes in
            seen.append(pixel)
            let expected = Self.naiveVotes(trees, planes.map { $0[pixel] }, classes: classes)
            #expect(votes.map(\.bitPattern) == expected.map(\.bitPattern))
        }
        #expect(seen == Array(0..<1100))
    }

    @Test("the first maximum wins, and class 1 where no vote is above 0")
    func firstMaximum() {
        let cases: [([Float], UInt8)] = [
            ([0, 0], 1), ([0, 1, 1], 2), ([.nan, 1], 1), ([1, .nan, 2], 3), ([-1, -0.5], 2), ([], 1),
        ]
        for (votes, expected) in cases { #expect(RandomForest.firstMaximum(votes) == expected, "\(votes)") }
    }

    @Test("a probability is a float32 quotient by a sum in class order; of no votes it is NaN")
    func probability() {
        let votes: [Float] = [1e8, 1, -1e8, 3]
        #expect(RandomForest.probability(ofClass: 4, votes: votes) == 1)
        #expect(RandomForest.probability(ofClass: 2, votes: [0, 0] as [Float]).isNaN)
    }
}
