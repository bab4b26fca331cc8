import Forests

/// How much each feature lowers the impurity, as scikit-learn counts it.
enum Importances {
    /// The importances in one tree; nil for a tree without a split, which has no say.
    static func ofTree(_ tree: GrownForest.Tree, impurities: [Double], featureCount: Int) -> [Double]? {
        guard tree.nodes.count > 1 else { return nil }
        var importances = [Double](repeating: 0, count: featureCount)
        func impurity(_ node: Int) -> Double { tree.weights[node] * impurities[node] }
        for (index, node) in tree.nodes.enumerated() where node.feature >= 0 {
            importances[Int(node.feature)] += impurity(index) - impurity(Int(node.less)) - impurity(Int(node.otherwise))
        }
        for feature in importances.indices { importances[feature] /= tree.weights[0] }
        let sum = PairwiseSum.of(importances[...])
        if sum > 0 {
            for feature in importances.indices { importances[feature] /= sum }
        }
        return importances
    }

    /// The importances in a forest: 0 where no tree has a split, NaN where no split gains anything.
    static func ofForest(_ trees: [[Double]?], featureCount: Int) -> [Double] {
        var importances = [Double](repeating: 0, count: featureCount)
        var count = 0
        for case let tree? in trees {
            count += 1
            for feature in importances.indices { importances[feature] += tree[feature] }
        }
        guard count > 0 else { return importances }
        for feature in importances.indices { importances[feature] /= Double(count) }
        let sum = PairwiseSum.of(importances[...])
        return importances.map { $0 / sum }
    }
}
