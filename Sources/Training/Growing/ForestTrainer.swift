package import Forests

/// Grows a random forest as APOC has scikit-learn grow it, bit for bit.
package struct ForestTrainer: Sendable {
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

    /// The forest of `rows`; `progress` is called now and then, on the calling thread.
    ///
    /// - Throws: a `TrainingError` where a value is NaN or infinite, or there are no rows.
    package func grow(_ rows: TrainingRows, progress: () -> Void = {}) throws(TrainingError) -> GrownForest {
        throw .noRows
    }
}
