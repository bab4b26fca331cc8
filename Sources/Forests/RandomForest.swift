/// The decision trees of a classifier as plain arrays (README.md says how they are evaluated to the bit).
package struct RandomForest: Sendable, Hashable {
    /// Inputs of the kernel, i0…: features × channels.
    package var featureCount: Int
    /// Classes of the kernel, s0…, at most 255.
    package var classCount: Int
    /// The root of each tree, in the order of the file; at least one.
    package var roots: [Int32]
    /// The nodes of all trees; a split comes before its branches.
    package var nodes: [ForestNode]
    /// What each leaf adds to each class, leaf by leaf; 0 where the file has no line.
    package var leafWeights: [Double]
    /// The most splits from a root to a leaf.
    package var depth: Int
    /// Where the trees are several forests whose probabilities are averaged, the trees of each, in order (README.md, Averaged
    /// forests); empty where the votes of all trees are summed.
    package var forestSizes: [Int]

    /// A forest of the given arrays.
    package init(
        featureCount: Int,
        classCount: Int,
        roots: [Int32],
        nodes: [ForestNode],
        leafWeights: [Double],
        depth: Int,
        forestSizes: [Int] = []
    ) {
        self.featureCount = featureCount
        self.classCount = classCount
        self.roots = roots
        self.nodes = nodes
        self.leafWeights = leafWeights
        self.depth = depth
        self.forestSizes = forestSizes
    }

    /// Splits of all trees.
    package var splitCount: Int { nodes.count - leafWeights.count / classCount }
}
