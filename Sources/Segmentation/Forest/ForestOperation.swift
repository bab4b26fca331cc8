import Forests

/// One operation of a program before it has a place: up to three splits, which choose one of four results.
struct ForestOperation {
    /// The split itself, then those directly below it on the sides `less` and `otherwise`; the split itself again where the
    /// operation does not include that side.
    var splits: (ForestNode, ForestNode, ForestNode)
    /// Nodes: leaves, or splits with operations of their own.
    var operands: [Int32]
    /// The node whose result this is.
    var node: Int32
    /// Whether a tree ends here.
    var isRoot: Bool
    /// Whether all operands are leaves.
    var isConstant: Bool

    /// The operations of all trees, operands before their users, in the order of the trees.
    static func list(_ forest: RandomForest, _ tree: ProgramTree) -> [ForestOperation] {
        let nodes = forest.nodes
        var operations: [ForestOperation] = []
        func isLeaf(_ index: Int32) -> Bool { nodes[Int(index)].feature < 0 }
        func visit(_ index: Int32, isRoot: Bool) {
            let node = nodes[Int(index)]
            guard !isLeaf(index) else {
                // A tree without a split: whatever the comparison gives, the result is the same leaf.
                let split = ForestNode.split(feature: -1, threshold: 0)
                operations.append(
                    ForestOperation(
                        splits: (split, split, split),
                        operands: [index, index, index, index],
                        node: index,
                        isRoot: isRoot,
                        isConstant: true
                    )
                )
                return
            }
            var operands: [Int32] = []
            var splits = [node]
            for (child, isIncluded) in [
                (node.less, tree.includesLess[Int(index)]), (node.otherwise, tree.includesOtherwise[Int(index)]),
            ] {
                let below = nodes[Int(child)]
                splits.append(isIncluded ? below : node)
                operands += isIncluded ? [below.less, below.otherwise] : [child, child]
            }
            // The costliest first, so that few results wait in slots at a time (Sethi and Ullman 1970).
            var inner: [Int32] = []
            for operand in operands where !isLeaf(operand) && !inner.contains(operand) { inner.append(operand) }
            inner.sort { tree.costs[Int($0)] > tree.costs[Int($1)] }
            for operand in inner { visit(operand, isRoot: false) }
            operations.append(
                ForestOperation(
                    splits: (splits[0], splits[1], splits[2]),
                    operands: operands,
                    node: index,
                    isRoot: isRoot,
                    isConstant: inner.isEmpty
                )
            )
        }
        for root in forest.roots { visit(root, isRoot: true) }
        return operations
    }
}
