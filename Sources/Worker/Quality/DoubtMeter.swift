package import Classifiers
import Forests
package import WorkerProtocol

/// Measures how far a classifier is in doubt, fed with the features of a grid of pixels (Service/Quality/README.md says what
/// the figures are).
///
/// All sums are of whole numbers, so that it matters neither in which order pixels come nor in how many parts.
package struct DoubtMeter {
    /// A margin of 1 in the units in which margins are summed.
    private static let unit = 1e9

    private let classifier: Classifier
    private let foreground: Foreground?
    private let ranges: [ClosedRange<Float>]?
    /// Of foreground, or of each class: pixels by the odd trees, by the even trees, and by both.
    private var counts: [(odd: Int, even: Int, both: Int)]
    private var (pixels, margins, outside) = (0, 0, 0)

    /// A meter that saw nothing yet.
    ///
    /// - Parameters:
    ///   - foreground: what the recipe makes foreground; nil for the classes themselves.
    ///   - ranges: the values of the training, for each input of the forest; nil where they are not known.
    package init(_ classifier: Classifier, foreground: Foreground?, ranges: [ClosedRange<Float>]? = nil) {
        self.classifier = classifier
        self.ranges = ranges
        self.foreground =
            if case .positiveClass(let asked) = foreground {
                classifier.foregroundClass(asked: asked).map { .positiveClass($0) }
            } else {
                foreground
            }
        let groups = foreground == nil ? classifier.forest.classCount : 1
        counts = Array(repeating: (0, 0, 0), count: groups)
    }

    /// Looks at pixels, given the values of each input of the forest.
    package mutating func add(_ features: [[Float]]) {
        guard let count = features.first?.count, count > 0 else { return }
        classifier.forest.forEachPixelOfHalves(of: features, count: count) { votes in
            pixels += 1
            margins += Int((margin(votes.all) * Self.unit).rounded())
            let (odd, even) = (group(votes.odd), group(votes.even))
            if let odd { counts[odd].odd += 1 }
            if let even { counts[even].even += 1 }
            if let odd, odd == even { counts[odd].both += 1 }
        }
        guard let ranges else { return }
        for pixel in 0..<count where zip(features, ranges).contains(where: { !$1.contains($0[pixel]) }) {
            outside += 1
        }
    }

    /// The figures of everything seen so far; nil where that was nothing.
    package var doubt: ForestDoubt? {
        guard pixels > 0 else { return nil }
        let dices = counts.filter { $0.odd + $0.even > 0 }.map { 2 * Double($0.both) / Double($0.odd + $0.even) }
        let isHalved = classifier.forest.roots.count > 1 && !dices.isEmpty
        return ForestDoubt(
            pixels: pixels,
            halvesDice: isHalved ? (dices.reduce(0, +) / Double(dices.count)).rounded(digits: 7) : nil,
            meanMargin: (Double(margins) / Self.unit / Double(pixels)).rounded(digits: 7),
            outsideShare: ranges.map { _ in (Double(outside) / Double(pixels)).rounded(digits: 7) }
        )
    }

    /// Where a pixel with these votes is counted: in its class, or as foreground; nil for background.
    private func group(_ votes: UnsafeBufferPointer<Float>) -> Int? {
        let number = RandomForest.firstMaximum(votes)
        switch foreground {
        case nil: return Int(number) - 1
        case .positiveClass(let positive): return Int(number) == positive ? 0 : nil
        case .threshold(let threshold):
            let value =
                classifier.probabilityClass.map { RandomForest.probability(ofClass: $0, votes: votes) }
                ?? Float(number)
            return value >= threshold ? 0 : nil
        }
    }

    /// The difference between the two largest probabilities, in float32, 0…1; 0 where nothing voted.
    private func margin(_ votes: UnsafeBufferPointer<Float>) -> Double {
        let margin: Float
        if classifier.kind == .probabilityMapper, let number = classifier.probabilityClass {
            margin = abs(2 * RandomForest.probability(ofClass: number, votes: votes) - 1)
        } else {
            margin = Self.margin(ofShares: votes, sum: votes.dropFirst().reduce(votes[0], +))
        }
        // Weights below 0, which a file may have, make probabilities that are none.
        return margin.isFinite ? min(max(Double(margin), 0), 1) : 0
    }

    /// The difference between the two largest of `votes` divided by `sum`; of one class, its own share.
    static func margin(ofShares votes: some Sequence<Float>, sum: Float) -> Float {
        var (largest, second): (Float, Float) = (0, 0)
        for vote in votes {
            let share = vote / sum
            if share.isNaN { return .nan }
            if share > largest { (largest, second) = (share, largest) } else { second = max(second, share) }
        }
        return largest - second
    }
}
