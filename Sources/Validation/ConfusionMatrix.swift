/// How often each class of a truth was given each class by a classifier.
package struct ConfusionMatrix: Sendable, Hashable {
    package private(set) var classCount: Int
    /// Row by row: the truth is the row, the result the column.
    package private(set) var counts: [Int]

    /// A matrix of zeros.
    package init(classCount: Int) {
        self.classCount = classCount
        counts = Array(repeating: 0, count: classCount * classCount)
    }

    /// Counts `count` samples of class `truth` that were given class `result`, both from 1; a class beyond those that
    /// there are adds rows and columns.
    package mutating func add(truth: Int, result: Int, count: Int = 1) {
        grow(to: max(truth, result))
        counts[(truth - 1) * classCount + result - 1] += count
    }

    /// Counts what another matrix counted.
    package mutating func add(_ other: ConfusionMatrix) {
        grow(to: other.classCount)
        for truth in 0..<other.classCount {
            for result in 0..<other.classCount {
                counts[truth * classCount + result] += other.counts[truth * other.classCount + result]
            }
        }
    }

    /// Samples of class `truth` that were given class `result`, both from 1.
    package subscript(truth: Int, result: Int) -> Int { counts[(truth - 1) * classCount + result - 1] }

    /// The matrix as rows.
    package var rows: [[Int]] { (0..<classCount).map { Array(counts[$0 * classCount..<($0 + 1) * classCount]) } }

    /// All samples.
    package var total: Int { counts.reduce(0, +) }

    /// Samples whose class, from 1, is `truth`.
    package func truthCount(_ truth: Int) -> Int { (1...classCount).reduce(0) { $0 + self[truth, $1] } }

    /// Samples that were given class `result`, from 1.
    package func resultCount(_ result: Int) -> Int { (1...classCount).reduce(0) { $0 + self[$1, result] } }

    private mutating func grow(to count: Int) {
        guard count > classCount else { return }
        var larger = ConfusionMatrix(classCount: count)
        for truth in 0..<classCount {
            for result in 0..<classCount { larger.counts[truth * count + result] = counts[truth * classCount + result] }
        }
        self = larger
    }
}
