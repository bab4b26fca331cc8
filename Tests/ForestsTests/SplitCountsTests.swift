import Forests
import Testing

@Suite("Splits by depth")
struct SplitCountsTests {
    @Test("each split is counted at its depth, and shares are those of the depth")
    func counts() {
        // i12 < 1 ? (i1 < 2 ? leaf : (i1 < 3 ? leaf : leaf)) : leaf, and a bare leaf: APOC's count takes i12 for i1.
        func split(_ feature: Int32, _ less: Int32, _ otherwise: Int32) -> ForestNode {
            ForestNode(feature: feature, threshold: 1, less: less, otherwise: otherwise, leaf: -1)
        }
        let forest = RandomForest(
            featureCount: 13,
            classCount: 1,
            roots: [0, 7],
            nodes: [
                split(12, 1, 6), split(1, 2, 3), .leaf(0), split(1, 4, 5), .leaf(1), .leaf(2), .leaf(3), split(1, 8, 9),
            ]
                + [.leaf(4), .leaf(5)],
            leafWeights: [1, 1, 1, 1, 1, 1],
            depth: 3
        )
        let counts = forest.splitCounts
        #expect(counts.count == 3)
        #expect(counts.map { $0[1] } == [1, 1, 1] && counts.map { $0[12] } == [1, 0, 0])
        #expect(forest.splitShares[1] == [0.5, 1, 1] && forest.splitShares[12] == [0.5, 0, 0])
        #expect(forest.splitShares[0] == [0, 0, 0])
    }
}
