import Forests

/// The trees of a forest with the cost of evaluating them as operations of forest_operations.cl, each of which decides
/// one split and up to two splits directly below it.
struct ProgramTree {
    /// Operations below and including each node; 0 for leaves.
    let costs: [Int32]
    /// Whether the operation of a split also decides its branch `less`, and its branch `otherwise`.
    let includesLess: [Bool]
    let includesOtherwise: [Bool]
    /// Splits from each node to its deepest leaf.
    let depths: [Int32]
    /// The leaves of each tree, left to right as stored.
    let leavesOfTrees: [[Int]]

    /// Weighs the trees of `forest`.
    init(_ forest: RandomForest) {
        let nodes = forest.nodes
        var costs = [Int32](repeating: 0, count: nodes.count)
        var depths = costs
        var includesLess = [Bool](repeating: false, count: nodes.count)
        var includesOtherwise = includesLess
        // A split comes before its branches.
        for index in nodes.indices.reversed() where nodes[index].feature >= 0 {
            let node = nodes[index]
            func cost(_ child: Int32) -> (Int32, isIncluded: Bool) {
                let below = nodes[Int(child)]
                guard below.feature >= 0 else { return (0, false) }
                let included = costs[Int(below.less)] + costs[Int(below.otherwise)]
                return included <= costs[Int(child)] ? (included, true) : (costs[Int(child)], false)
            }
            let (less, otherwise) = (cost(node.less), cost(node.otherwise))
            costs[index] = 1 + less.0 + otherwise.0
            (includesLess[index], includesOtherwise[index]) = (less.isIncluded, otherwise.isIncluded)
            depths[index] = 1 + max(depths[Int(node.less)], depths[Int(node.otherwise)])
        }
        (self.costs, self.depths, self.includesLess, self.includesOtherwise) = (
            costs, depths, includesLess, includesOtherwise
        )
        leavesOfTrees = forest.roots.map { root in
            var leaves: [Int] = []
            var open = [root]
            while let index = open.popLast() {
                let node = nodes[Int(index)]
                if node.feature < 0 {
                    leaves.append(Int(node.leaf))
                } else {
                    open.append(node.otherwise)
                    open.append(node.less)
                }
            }
            return leaves
        }
    }
}
