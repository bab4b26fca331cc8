import Forests

/// A forest in the making, tree by tree.
struct ForestSketch {
    let featureCount: Int
    let classCount: Int
    private var nodes: [ForestNode] = []
    private var weights: [Double] = []
    private var roots: [Int32] = []
    private var depth = 0
    /// The trees of each forest where several are averaged.
    var forestSizes: [Int] = []

    /// A forest without trees.
    init(featureCount: Int, classCount: Int) {
        (self.featureCount, self.classCount) = (featureCount, classCount)
    }

    /// What was added so far; at least one tree.
    var forest: RandomForest {
        RandomForest(
            featureCount: featureCount,
            classCount: classCount,
            roots: roots,
            nodes: nodes,
            leafWeights: weights,
            depth: depth,
            forestSizes: forestSizes
        )
    }

    /// Trees so far.
    var treeCount: Int { roots.count }

    /// Adds a tree of one split of feature 0, whose sides vote for the first and for the second class.
    mutating func addStump(_ threshold: Float) {
        addSearch([threshold])
    }

    /// Adds a tree that finds the number of `thresholds` that feature 0 is not below, and votes for the class of this
    /// number, counted round and round.
    mutating func addSearch(_ thresholds: [Float]) {
        addSearch(
            thresholds,
            votes: (0...thresholds.count).map { rank in
                (0..<classCount).map { $0 == rank % classCount ? 1 : 0 }
            }
        )
    }

    /// Adds a tree that finds the same number, and votes as `votes` says for it.
    mutating func addSearch(_ thresholds: [Float], votes: [[Double]]) {
        roots.append(search(thresholds[...], votes, rank: 0, level: 0))
    }

    /// Adds a tree of at most `depth` levels, which splits each feature at some of its `thresholds`.
    mutating func addRandom(depth: Int, thresholds: [[Float]], _ random: inout RandomData) {
        roots.append(grow(depth: depth, level: 0, thresholds, &random))
    }

    /// Adds a tree that is one chain of `length` splits.
    mutating func addChain(length: Int, thresholds: [[Float]], _ random: inout RandomData) {
        roots.append(Int32(nodes.count))
        for level in 0..<length {
            let place = appendSplit(level: level, thresholds, &random)
            let side = leaf(&random)
            // The chain goes on behind its side leaf, on either side of the split.
            let next = Int32(nodes.count)
            let goesLeft = Bool.random(using: &random)
            (nodes[place].less, nodes[place].otherwise) = goesLeft ? (next, side) : (side, next)
        }
        _ = leaf(&random)
    }

    private mutating func search(
        _ thresholds: ArraySlice<Float>,
        _ votes: [[Double]],
        rank: Int,
        level: Int
    ) -> Int32 {
        guard !thresholds.isEmpty else { return leaf(votes[rank]) }
        let middle = (thresholds.startIndex + thresholds.endIndex) / 2
        let place = nodes.count
        depth = max(depth, level + 1)
        nodes.append(.split(feature: 0, threshold: thresholds[middle]))
        let less = search(thresholds[..<middle], votes, rank: rank, level: level + 1)
        let more = rank + middle - thresholds.startIndex + 1
        let otherwise = search(thresholds[(middle + 1)...], votes, rank: more, level: level + 1)
        (nodes[place].less, nodes[place].otherwise) = (less, otherwise)
        return Int32(place)
    }

    private mutating func grow(
        depth: Int,
        level: Int,
        _ thresholds: [[Float]],
        _ random: inout RandomData
    ) -> Int32 {
        if level == depth || Int.random(in: 0..<7, using: &random) == 0 { return leaf(&random) }
        let place = appendSplit(level: level, thresholds, &random)
        let less = grow(depth: depth, level: level + 1, thresholds, &random)
        let otherwise = grow(depth: depth, level: level + 1, thresholds, &random)
        (nodes[place].less, nodes[place].otherwise) = (less, otherwise)
        return Int32(place)
    }

    private mutating func appendSplit(level: Int, _ thresholds: [[Float]], _ random: inout RandomData) -> Int {
        let feature = Int.random(in: thresholds.indices, using: &random)
        let index = Int.random(in: thresholds[feature].indices, using: &random)
        nodes.append(.split(feature: Int32(feature), threshold: thresholds[feature][index]))
        depth = max(depth, level + 1)
        return nodes.count - 1
    }

    /// Votes of few values, so that classes tie and some leaves vote for nothing.
    private mutating func leaf(_ random: inout RandomData) -> Int32 {
        let kind = Int.random(in: 0..<4, using: &random)
        return leaf(
            (0..<classCount).map { _ in
                switch kind {
                case 0: Double.random(in: 0...1, using: &random)
                case 1: 0
                default: Double(Int.random(in: 0...2, using: &random)) / 2
                }
            }
        )
    }

    private mutating func leaf(_ votes: [Double]) -> Int32 {
        nodes.append(.leaf(Int32(weights.count / classCount)))
        weights += votes
        return Int32(nodes.count - 1)
    }
}
