package import Forests

/// Grows a random forest as APOC has scikit-learn grow it, bit for bit (README.md).
package struct ForestTrainer: Sendable {
    /// Levels of splits that the reader of classifiers takes.
    package static let mostDepth = 512

    /// The most splits from a root to a leaf, at least 1.
    package var maximumDepth: Int
    /// The number of trees, at least 1.
    package var treeCount: Int
    /// How many threads grow trees; the forest does not depend on it.
    package var threadCount: Int

    /// A trainer of forests of that size.
    package init(maximumDepth: Int = 2, treeCount: Int = 100, threadCount: Int = 1) {
        (self.maximumDepth, self.treeCount, self.threadCount) = (maximumDepth, treeCount, threadCount)
    }

    /// The forest of `rows`; `progress` is called at most ten times a second, on the calling thread.
    ///
    /// - Precondition: there is a feature, and depth and trees are at least 1.
    /// - Throws: a `TrainingError` where a value is NaN or infinite, or there are no rows.
    package func grow(_ rows: TrainingRows, progress: () -> Void = {}) throws(TrainingError) -> GrownForest {
        precondition(maximumDepth >= 1 && treeCount >= 1 && !rows.columns.isEmpty)
        guard rows.count > 0 else { throw .noRows }
        for (feature, column) in rows.columns.enumerated() {
            precondition(column.count == rows.count)
            if let row = column.firstIndex(where: { !$0.isFinite }) {
                throw .value(column[row], feature: feature, row: row)
            }
        }
        // Nodes are many, and who is told may send a message each time.
        var told = ContinuousClock.now
        func tell() {
            let now = ContinuousClock.now
            guard now - told > .milliseconds(100) else { return }
            told = now
            progress()
        }
        let queue = TreeQueue(
            rows,
            SortedColumns(rows, progress: tell),
            maximumDepth: maximumDepth,
            treeCount: treeCount
        )
        let grown = queue.grow(threadCount: threadCount, progress: tell)
        let featureCount = rows.columns.count
        let importances = grown.map {
            Importances.ofTree($0.tree, impurities: $0.impurities, featureCount: featureCount)
        }
        return GrownForest(
            featureCount: featureCount,
            classCount: rows.classCount,
            trees: grown.map(\.tree),
            importances: Importances.ofForest(importances, featureCount: featureCount)
        )
    }
}
