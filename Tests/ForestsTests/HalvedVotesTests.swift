import Forests
import Testing

@Suite("Votes of a forest's halves")
struct HalvedVotesTests {
    @Test("are those of forests of every other tree, to the bit")
    func halves() {
        var random = SystemRandomNumberGenerator()
        let (features, classes, trees, count) = (3, 3, 7, 1_300)
        func tree(_ random: inout SystemRandomNumberGenerator) -> [Double] {
            (0..<2 * classes).map { _ in Double.random(in: 0...1, using: &random) }
        }
        let thresholds = (0..<trees).map { _ in Float.random(in: -1...1, using: &random) }
        let weights = (0..<trees).map { _ in tree(&random) }
        /// A forest of stumps of the trees in `numbers`.
        func forest(_ numbers: [Int]) -> RandomForest {
            var nodes: [ForestNode] = []
            for (place, number) in numbers.enumerated() {
                let first = Int32(nodes.count)
                var split = ForestNode.split(feature: Int32(number % features), threshold: thresholds[number])
                (split.less, split.otherwise) = (first + 1, first + 2)
                nodes += [split, .leaf(Int32(2 * place)), .leaf(Int32(2 * place + 1))]
            }
            return RandomForest(
                featureCount: features,
                classCount: classes,
                roots: numbers.indices.map { Int32(3 * $0) },
                nodes: nodes,
                leafWeights: numbers.flatMap { weights[$0] },
                depth: 1
            )
        }
        let planes = (0..<features).map { _ in (0..<count).map { _ in Float.random(in: -1...1, using: &random) } }
        func votes(_ numbers: [Int]) -> [Float] {
            var all: [Float] = []
            forest(numbers).forEachPixel(of: planes, count: count) { _, votes in all += votes }
            return all
        }
        var (all, odd, even): ([Float], [Float], [Float]) = ([], [], [])
        forest(Array(0..<trees)).forEachPixelOfHalves(of: planes, count: count) { votes in
            all += votes.all
            odd += votes.odd
            even += votes.even
        }
        #expect(all == votes(Array(0..<trees)))
        #expect(odd == votes([0, 2, 4, 6]))
        #expect(even == votes([1, 3, 5]))
    }
}
