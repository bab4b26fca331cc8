/// Which features a forest can do without, found by training without them: backward elimination.
///
/// First each is left out alone. Then features go one by one until a single one is left: of the few that cost least alone (of
/// equals, the less important one, then the later one), the one whose absence leaves the best score. The smallest set on this
/// way whose score is still that of all features suffices: a step that costs something may be made good by the next one.
package struct FeatureElimination: Sendable, Hashable {
    /// How many are tried at each step.
    private static let candidates = 4

    /// By how much the score falls without each feature alone; negative where it rises.
    package let losses: [Double]
    /// The features that suffice, ascending; at least one.
    package let kept: [Int]
    /// The score with these.
    package let score: Double

    /// How many sets of features are tried at most, beside all of them.
    package static func mostTrials(of featureCount: Int) -> Int { featureCount + candidates * max(0, featureCount - 2) }

    /// What is left of as many features as there are importances.
    ///
    /// - Parameters:
    ///   - importances: by which equals are told apart.
    ///   - full: the score with all features.
    ///   - tolerance: by how much it may be lower and yet count as equal.
    ///   - score: the score with these features, the higher the better.
    package init<Refusal: Error>(
        importances: [Double],
        full: Double,
        tolerance: Double = 0,
        score: ([Int]) throws(Refusal) -> Double
    ) throws(Refusal) {
        let features = Array(importances.indices)
        guard features.count > 1 else {
            (losses, kept, self.score) = ([full], features, full)
            return
        }
        var without: [Double] = []
        for feature in features { without.append(try score(features.filter { $0 != feature })) }
        let order = features.sorted { one, other in
            if without[one] != without[other] { return without[one] > without[other] }
            return importances[one] == importances[other] ? one > other : importances[one] < importances[other]
        }
        var rest = features.filter { $0 != order[0] }
        var (kept, reached) = (features, full)
        var best = without[order[0]]
        while true {
            // Sums of quotients: equal ones may differ in the last bits.
            if best >= full - tolerance - 1e-12 { (kept, reached) = (rest, best) }
            guard rest.count > 1 else { break }
            var next: (features: [Int], score: Double)?
            for feature in order.filter(rest.contains).prefix(Self.candidates) {
                let tried = rest.filter { $0 != feature }
                let found = try score(tried)
                if found > next?.score ?? -.infinity { next = (tried, found) }
            }
            guard let next else { break }
            (rest, best) = (next.features, next.score)
        }
        losses = without.map { full - $0 }
        (self.kept, self.score) = (kept, reached)
    }
}
