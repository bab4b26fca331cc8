/// A forest as its training leaves it: with the thresholds, weights and importances that a file is written from.
package struct GrownForest: Sendable, Hashable {
    /// A split or a leaf.
    package struct Node: Sendable, Hashable {
        /// The input that decides; -1 for a leaf.
        package var feature: Int32
        /// Half-way between two values of the training; values up to it go to `less`.
        package var threshold: Double
        /// The node for smaller and equal values; -1 for a leaf.
        package var less: Int32
        /// The node for larger values; -1 for a leaf.
        package var otherwise: Int32

        /// A node with the given fields.
        package init(feature: Int32, threshold: Double, less: Int32, otherwise: Int32) {
            (self.feature, self.threshold, self.less, self.otherwise) = (feature, threshold, less, otherwise)
        }
    }

    /// One decision tree.
    package struct Tree: Sendable, Hashable {
        /// The nodes in pre-order, the root first.
        package var nodes: [Node]
        /// The share of each class, node by node, `classCount` values each.
        package var shares: [Double]
        /// The weight of the samples of each node: how often the bootstrap drew them, summed.
        package var weights: [Double]

        /// A tree of the given nodes.
        package init(nodes: [Node], shares: [Double], weights: [Double]) {
            (self.nodes, self.shares, self.weights) = (nodes, shares, weights)
        }
    }

    package var featureCount: Int
    package var classCount: Int
    package var trees: [Tree]
    /// The importance of each feature: its share of the decrease of impurity; NaN where no split decreases any.
    package var importances: [Double]

    /// A forest of the given trees.
    package init(featureCount: Int, classCount: Int, trees: [Tree], importances: [Double]) {
        (self.featureCount, self.classCount) = (featureCount, classCount)
        (self.trees, self.importances) = (trees, importances)
    }
}
