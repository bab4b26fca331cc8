/// What a forest learns from: a row of features and a class for each sample, in the order that decides the forest.
package struct TrainingRows: Sendable {
    /// The values of each feature, row by row.
    package var columns: [[Float]]
    /// The class of each row, from 0.
    package var classes: [UInt8]
    /// The number of classes, at most 255; some may be in no row.
    package var classCount: Int

    /// Rows of features with their classes.
    ///
    /// - Precondition: as many values in each column as classes, each of them below `classCount`.
    package init(columns: [[Float]], classes: [UInt8], classCount: Int) {
        (self.columns, self.classes, self.classCount) = (columns, classes, classCount)
    }

    /// How many rows there are.
    package var count: Int { classes.count }
}
