/// How much features go with each other: Spearman's correlation, that of ranks, since splits see nothing but the order.
package struct RankCorrelation: Sendable {
    /// The deviation of each rank from the mean, feature by feature; empty for one without variance.
    private let deviations: [[Double]]

    /// The ranks of the values of each feature; equal values have the mean of theirs.
    package init(columns: [[Float]]) {
        deviations = columns.map { column in
            let order = column.indices.sorted { column[$0] < column[$1] }
            var ranks = [Double](repeating: 0, count: column.count)
            var start = 0
            while start < order.count {
                var end = start
                while end < order.count, column[order[end]] == column[order[start]] { end += 1 }
                for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
                start = end
            }
            let mean = Double(column.count - 1) / 2
            let deviations = ranks.map { $0 - mean }
            let length = deviations.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return length > 0 ? deviations.map { $0 / length } : []
        }
    }

    /// The correlation of two features, -1…1; nil where one has only one value.
    package func of(_ one: Int, _ other: Int) -> Double? {
        guard !deviations[one].isEmpty, !deviations[other].isEmpty else { return nil }
        return zip(deviations[one], deviations[other]).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The other feature with which this one goes most, in either direction; the first of several.
    package func closest(to feature: Int) -> (feature: Int, correlation: Double)? {
        var best: (feature: Int, correlation: Double)?
        for other in deviations.indices where other != feature {
            guard let correlation = of(feature, other) else { continue }
            if abs(correlation) > abs(best?.correlation ?? 0) { best = (other, correlation) }
        }
        return best
    }
}
