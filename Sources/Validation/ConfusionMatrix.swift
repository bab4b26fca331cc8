/// How often each class of a truth was given each class by a classifier.
package struct ConfusionMatrix: Sendable, Hashable {
    package let classCount: Int
    /// Row by row: the truth is the row, the result the column.
    package private(set) var counts: [Int]

    /// A matrix of zeros.
    package init(classCount: Int) {
        self.classCount = classCount
        counts = Array(repeating: 0, count: classCount * classCount)
    }

    /// Counts `count` samples of class `truth` that were given class `result`, both from 1.
    package mutating func add(truth: Int, result: Int, count: Int = 1) {
        counts[(truth - 1) * classCount + result - 1] += count
    }
}
