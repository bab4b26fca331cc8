import Forests
import Testing

@Suite("What a forest has to be")
struct ForestCheckTests {
    /// Two trees: a split with two leaves, and a bare leaf.
    private static let good = RandomForest(
        featureCount: 2,
        classCount: 2,
        roots: [0, 3],
        nodes: [
            ForestNode(feature: 1, threshold: 0.5, less: 1, otherwise: 2, leaf: -1), .leaf(0), .leaf(1), .leaf(2),
        ],
        leafWeights: [1, 0, 0, 1, 0.5, 0.5],
        depth: 1,
        forestSizes: [1, 1]
    )

    @Test("trees that fit together are taken, as one forest and as several")
    func accepted() throws {
        try Self.good.check()
        var summed = Self.good
        summed.forestSizes = []
        try summed.check()
        #expect(!summed.isAveraged && Self.good.isAveraged && Self.good.forestEnds == [1, 1])
    }

    @Test("everything that would leave an array, go in a circle or take for ever is refused")
    func refused() {
        let changes: [(about: String, change: (inout RandomForest) -> Void)] = [
            ("no input", { $0.featureCount = 0 }), ("no class", { $0.classCount = 0 }),
            ("classes", { $0.classCount = 256 }), ("no tree", { $0.roots = [] }),
            ("root", { $0.roots[1] = 4 }), ("negative root", { $0.roots[1] = -1 }), ("same root", { $0.roots[1] = 0 }),
            ("trees", { $0.roots = [Int32](repeating: 0, count: RandomForest.mostTrees + 1) }),
            ("input", { $0.nodes[0].feature = 2 }), ("threshold", { $0.nodes[0].threshold = .nan }),
            ("circle", { $0.nodes[0].less = 0 }), ("negative branch", { $0.nodes[0].less = -1 }),
            ("branch", { $0.nodes[0].otherwise = 4 }), ("one branch", { $0.nodes[0].otherwise = 1 }),
            ("another tree's branch", { $0.nodes[0].otherwise = 3 }), ("unused node", { $0.roots = [0] }),
            ("leaf", { $0.nodes[1].leaf = 3 }), ("negative leaf", { $0.nodes[1].leaf = -2 }),
            ("same leaf", { $0.nodes[1].leaf = 1 }), ("unused leaf", { $0.leafWeights += [0, 1] }),
            ("weights", { $0.leafWeights.removeLast() }), ("weight", { $0.leafWeights[3] = .infinity }),
            ("depth", { $0.depth = 2 }), ("no depth", { $0.depth = 0 }), ("sizes", { $0.forestSizes = [1, 2] }),
            ("few sizes", { $0.forestSizes = [1] }), ("empty forest", { $0.forestSizes = [2, 0] }),
            ("huge forests", { $0.forestSizes = [.max, .max] }), ("negative forest", { $0.forestSizes = [3, -1] }),
        ]
        for (about, change) in changes {
            var forest = Self.good
            change(&forest)
            #expect(throws: ForestProblem.self, "\(about)") { try forest.check() }
        }
    }

    @Test("a chain is taken as deep as limits say, and no deeper")
    func depth() {
        func chain(_ length: Int) -> RandomForest {
            var nodes: [ForestNode] = []
            for level in 0..<length {
                let next = Int32(2 * level + 1)
                nodes.append(ForestNode(feature: 0, threshold: 1, less: next, otherwise: next + 1, leaf: -1))
                nodes.append(.leaf(Int32(level)))
            }
            // Leaves and splits take turns: the split after a leaf is the other branch.
            nodes.append(.leaf(Int32(length)))
            return RandomForest(
                featureCount: 1,
                classCount: 1,
                roots: [0],
                nodes: nodes,
                leafWeights: [Double](repeating: 1, count: length + 1),
                depth: length
            )
        }
        #expect(throws: Never.self) { try chain(RandomForest.mostDepth).check() }
        #expect(throws: ForestProblem.tooMany("levels of splits", most: RandomForest.mostDepth)) {
            try chain(RandomForest.mostDepth + 1).check()
        }
    }

    @Test("a forest without a leaf that votes is averaged to 0, and the halves sum all votes")
    func averaging() {
        var forest = Self.good
        forest.leafWeights = [0.25, 0.75, 1, 0, 0.5, 0.5]
        var shares: [[Float]] = []
        let planes: [[Float]] = [[0, 0, .nan], [0, 1, 0]]
        forest.forEachPixel(of: planes, count: 3) { _, votes in shares.append(Array(votes)) }
        // By hand: (0.25 + 0.5) / 2 and (0.75 + 0.5) / 2; a NaN in an input that no split asks for is one all the same.
        #expect(shares == [[0.375, 0.625], [0.75, 0.25], [0, 0]])
        var sums: [[Float]] = []
        forest.forEachPixelOfHalves(of: planes, count: 2) { sums.append(Array($0.all)) }
        #expect(sums == [[0.75, 1.25], [1.5, 0.5]])
    }
}
