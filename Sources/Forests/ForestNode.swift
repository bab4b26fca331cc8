/// A split or a leaf of a tree.
package struct ForestNode: Sendable, Hashable {
    /// The input that decides; -1 for a leaf.
    package var feature: Int32
    /// The smallest float32 not below the threshold of the file; a smaller value goes to `less`, a NaN does not.
    package var threshold: Float
    /// The node for values below the threshold; -1 for a leaf.
    package var less: Int32
    /// The node for all other values; -1 for a leaf.
    package var otherwise: Int32
    /// The row of the leaf in `RandomForest.leafWeights`; -1 for a split.
    package var leaf: Int32

    /// A node with the given fields.
    package init(feature: Int32, threshold: Float, less: Int32, otherwise: Int32, leaf: Int32) {
        (self.feature, self.threshold) = (feature, threshold)
        (self.less, self.otherwise, self.leaf) = (less, otherwise, leaf)
    }

    /// A split whose branches are not known yet.
    package static func split(feature: Int32, threshold: Float) -> ForestNode {
        ForestNode(feature: feature, threshold: threshold, less: -1, otherwise: -1, leaf: -1)
    }

    /// The leaf with the weights of row `leaf`.
    package static func leaf(_ leaf: Int32) -> ForestNode {
        ForestNode(feature: -1, threshold: 0, less: -1, otherwise: -1, leaf: leaf)
    }
}
