/// How true the probabilities of the classes are that a classifier gave: the reliability diagram of the top label.
///
/// Each sample counts in the bin of the probability of the class that it was given, and is right where that class is its
/// truth (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017). Ten bins of equal width: bin k holds the
/// probabilities above k / 10 up to and including (k + 1) / 10, the first also 0. The bounds are the float32 numbers
/// nearest to these tenths, as the probabilities are float32. Samples that have no probability, because no tree votes,
/// count in no bin.
package struct Calibration: Sendable, Hashable {
    /// Samples whose probabilities are alike.
    package struct Bin: Sendable, Hashable {
        package var count = 0
        package var right = 0
        /// The sum of the probabilities.
        package var sum = 0.0
    }

    package static let binCount = 10

    package private(set) var bins = Array(repeating: Bin(), count: binCount)
    /// The sum over samples of the squared distance of all class probabilities and the truth (Brier, 1950).
    private var squares = 0.0

    /// Nothing counted yet.
    package init() {}

    /// Samples in all bins.
    package var count: Int { bins.reduce(0) { $0 + $1.count } }

    /// Counts a sample of class `truth` that was given class `result`, both from 1, by the probabilities of all classes.
    ///
    /// A truth that is no class of the classifier has the probability 0.
    package mutating func add(truth: Int, result: Int, probabilities: some RandomAccessCollection<Float>) {
        guard let own = probabilities.dropFirst(result - 1).first, own.isFinite else { return }
        let bin = Self.bin(of: own)
        bins[bin].count += 1
        bins[bin].sum += Double(own)
        if truth == result { bins[bin].right += 1 }
        var square = truth > probabilities.count ? 1.0 : 0
        for (index, probability) in probabilities.enumerated() {
            let distance = Double(probability) - (index + 1 == truth ? 1 : 0)
            square += distance * distance
        }
        squares += square
    }

    /// Counts what another one counted.
    package mutating func add(_ other: Calibration) {
        for (index, bin) in other.bins.enumerated() {
            bins[index].count += bin.count
            bins[index].right += bin.right
            bins[index].sum += bin.sum
        }
        squares += other.squares
    }

    /// The mean distance of mean probability and share of right ones over the bins, by their counts; nil without samples.
    package var error: Double? {
        guard count > 0 else { return nil }
        return bins.reduce(0) { $0 + abs($1.sum - Double($1.right)) } / Double(count)
    }

    /// The mean over samples of the squared distance of all class probabilities and the truth, 0…2; nil without samples.
    package var brier: Double? { count > 0 ? squares / Double(count) : nil }

    /// The bin of a probability.
    static func bin(of probability: Float) -> Int {
        (1..<binCount).first { probability <= Float($0) / Float(binCount) }.map { $0 - 1 } ?? binCount - 1
    }
}
