/// Why arrays are no forest that can be evaluated: a file that is not text can say anything.
package enum ForestProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// No tree, no class, or no input.
    case empty(String)
    /// More of something than is accepted.
    case tooMany(String, most: Int)
    /// A root, a branch, a leaf or an input that is not there, or a branch that leads back.
    case noSuch(String, node: Int)
    /// A threshold or weight that is no number.
    case notANumber(String)
    /// Numbers that should agree and do not.
    case disagrees(String)

    package var description: String {
        switch self {
        case .empty(let what): "the forest has no \(what)"
        case .tooMany(let what, let most): "the forest has more than \(most) \(what)"
        case .noSuch(let what, let node): "node \(node) of the forest leads to \(what)"
        case .notANumber(let what): "\(what) of the forest is no number"
        case .disagrees(let what): "the forest contradicts itself: \(what)"
        }
    }
}

extension RandomForest {
    /// Classes that are accepted: a class map has a byte a pixel.
    package static let mostClasses = 255
    /// Trees that are accepted; ilastik and APOC train 100.
    package static let mostTrees = 1 << 16
    /// Levels of splits that are accepted.
    package static let mostDepth = 512
    /// Nodes, and leaf weights, that are accepted: arrays of a few hundred megabytes at most.
    package static let mostNodes = 1 << 24

    /// Whether the arrays are trees that fit together, so that no evaluation leaves them or takes for ever.
    ///
    /// Every node is a root or one branch of one split before it, and every row of weights is that of one leaf.
    ///
    /// - Throws: the first thing that does not fit.
    package func check() throws(ForestProblem) {
        try checkCounts()
        var depths = [Int](repeating: -1, count: nodes.count)
        for root in roots {
            let place = Int(root)
            guard nodes.indices.contains(place), depths[place] < 0 else {
                throw .noSuch("no root, or to one of two trees", node: place)
            }
            depths[place] = 0
        }
        var isTaken = [Bool](repeating: false, count: leafWeights.count / classCount)
        for (index, node) in nodes.enumerated() {
            guard depths[index] >= 0 else { throw .disagrees("no split leads to node \(index)") }
            guard node.feature >= 0 else {
                let leaf = Int(node.leaf)
                guard isTaken.indices.contains(leaf), !isTaken[leaf] else {
                    throw .noSuch("no weights, or to those of another leaf", node: index)
                }
                isTaken[leaf] = true
                continue
            }
            guard Int(node.feature) < featureCount else { throw .noSuch("an input that is not there", node: index) }
            guard !node.threshold.isNaN else { throw .notANumber("a threshold") }
            for branch in [Int(node.less), Int(node.otherwise)] {
                guard branch > index, branch < nodes.count, depths[branch] < 0 else {
                    throw .noSuch("a branch that is not there, comes before it or is another's", node: index)
                }
                depths[branch] = depths[index] + 1
            }
        }
        guard isTaken.allSatisfy(\.self) else { throw .disagrees("some weights are of no leaf") }
        let deepest = depths.max() ?? 0
        guard deepest <= Self.mostDepth else { throw .tooMany("levels of splits", most: Self.mostDepth) }
        guard deepest == depth else { throw .disagrees("it is \(deepest) levels deep and says \(depth)") }
    }

    private func checkCounts() throws(ForestProblem) {
        guard featureCount > 0 else { throw .empty("input") }
        guard classCount > 0 else { throw .empty("class") }
        guard classCount <= Self.mostClasses else { throw .tooMany("classes", most: Self.mostClasses) }
        guard !roots.isEmpty else { throw .empty("tree") }
        guard roots.count <= Self.mostTrees else { throw .tooMany("trees", most: Self.mostTrees) }
        guard nodes.count <= Self.mostNodes else { throw .tooMany("nodes", most: Self.mostNodes) }
        guard leafWeights.count <= Self.mostNodes else { throw .tooMany("leaf weights", most: Self.mostNodes) }
        guard leafWeights.count.isMultiple(of: classCount) else {
            throw .disagrees("\(leafWeights.count) weights of leaves for \(classCount) classes")
        }
        guard leafWeights.allSatisfy(\.isFinite) else { throw .notANumber("a weight") }
        guard isAveraged else { return }
        guard forestSizes.allSatisfy({ (1...roots.count).contains($0) }) else {
            throw .disagrees("a forest has no tree, or more than there are")
        }
        // Each is at most the number of trees, and so are they many: no overflow.
        guard forestSizes.count <= roots.count, forestSizes.reduce(0, +) == roots.count else {
            throw .disagrees("forests of \(forestSizes.reduce(0, +)) trees, and \(roots.count) trees")
        }
    }
}
