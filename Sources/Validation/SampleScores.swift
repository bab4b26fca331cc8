/// What a classifier made of samples whose class is known.
package struct SampleScores: Sendable, Hashable {
    package private(set) var confusion: ConfusionMatrix
    package private(set) var calibration = Calibration()

    /// No samples yet, of a classifier of `classCount` classes.
    package init(classCount: Int) { confusion = ConfusionMatrix(classCount: classCount) }

    /// Samples that were counted.
    package var count: Int { confusion.total }

    /// Counts a sample of class `truth` that was given class `result`, both from 1.
    ///
    /// - Parameter probabilities: those of all classes, as the forest gives them; empty where they are not known.
    package mutating func add(
        truth: Int,
        result: Int,
        probabilities: some RandomAccessCollection<Float> = EmptyCollection<Float>()
    ) {
        confusion.add(truth: truth, result: result)
        calibration.add(truth: truth, result: result, probabilities: probabilities)
    }

    /// Counts what another one counted.
    package mutating func add(_ other: SampleScores) {
        confusion.add(other.confusion)
        calibration.add(other.calibration)
    }
}
