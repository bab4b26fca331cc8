/// The best split of one node, over the features that are scanned one after the other.
final class SplitSearch {
    /// The weight of each row of the tree in the upper 24 bits, its class in the lower 8.
    let weighed: Scratch<UInt32>
    /// The weight of each class in the node.
    let totals: Scratch<Double>
    /// The weight of the node.
    private(set) var weight = 0.0
    /// What the best split decides by; -1 where none was found.
    private(set) var feature: Int32 = -1
    /// Half-way between the neighbours that the best split divides.
    private(set) var threshold = 0.0
    /// The place of the last row on the smaller side.
    private(set) var lastPlace: UInt32 = 0

    private let classCount: Int
    private var best = -Double.infinity
    private let less: Scratch<Double>
    private let otherwise: Scratch<Double>
    private let pairs: SplitPairs

    /// A search among that many rows and classes.
    init(count: Int, classCount: Int) {
        self.classCount = classCount
        weighed = Scratch(repeating: 0, count: count)
        totals = Scratch(repeating: 0, count: classCount)
        less = Scratch(repeating: 0, count: classCount)
        otherwise = Scratch(repeating: 0, count: classCount)
        pairs = SplitPairs()
    }

    /// Begins with a node of those rows; its impurity.
    func begin(_ rows: UnsafePointer<UInt32>, count: Int) -> Double {
        (feature, best) = (-1, -.infinity)
        let totals = totals.start
        for index in 0..<classCount { totals[index] = 0 }
        if classCount == 2 {
            var (all, second) = (UInt64(0), UInt64(0))
            for index in 0..<count {
                let entry = weighed.start[Int(rows[index])]
                all += UInt64(entry >> 8)
                second += UInt64(entry >> 8) * UInt64(entry & 1)
            }
            (totals[0], totals[1]) = (Double(all - second), Double(second))
        } else {
            for index in 0..<count {
                let entry = weighed.start[Int(rows[index])]
                totals[Int(entry & 255)] += Double(entry >> 8)
            }
        }
        weight = 0
        for index in 0..<classCount { weight += totals[index] }
        return Impurity.gini(totals, classCount, weight: weight)
    }

    /// Scans a feature: the node's rows lie at `places`, ascending, among its sorted `values` and their `rows`.
    func scan(
        _ feature: Int,
        _ places: UnsafePointer<UInt32>,
        count: Int,
        values: UnsafePointer<Float>,
        rows: UnsafePointer<UInt32>
    ) {
        let found =
            if classCount == 2 {
                pairs.scan(
                    places,
                    count,
                    values,
                    rows,
                    weighed: weighed.start,
                    totals: (totals.start[0], totals.start[1]),
                    best: &best
                )
            } else {
                scanClasses(places, count, values, rows)
            }
        guard let found else { return }
        self.feature = Int32(feature)
        lastPlace = places[found - 1]
        threshold = Double(values[Int(lastPlace)]) / 2 + Double(values[Int(places[found])]) / 2
    }

    /// The index of the first row behind the best split, if it is better than those before.
    private func scanClasses(
        _ places: UnsafePointer<UInt32>,
        _ count: Int,
        _ values: UnsafePointer<Float>,
        _ rows: UnsafePointer<UInt32>
    ) -> Int? {
        let (less, otherwise, totals, weighed) = (less.start, otherwise.start, totals.start, weighed.start)
        for index in 0..<classCount { less[index] = 0 }
        var lessWeight = 0.0
        var found: Int?
        var last = values[Int(places[0])]
        for index in 0..<count {
            let place = Int(places[index])
            let value = values[place]
            if NearTie.isSplit(last, value) {
                for number in 0..<classCount { otherwise[number] = totals[number] - less[number] }
                let otherWeight = weight - lessWeight
                let proxy = Impurity.proxy(
                    less: lessWeight,
                    Impurity.gini(less, classCount, weight: lessWeight),
                    otherwise: otherWeight,
                    Impurity.gini(otherwise, classCount, weight: otherWeight)
                )
                if proxy > best { (best, found) = (proxy, index) }
            }
            last = value
            let entry = weighed[Int(rows[place])]
            less[Int(entry & 255)] += Double(entry >> 8)
            lessWeight += Double(entry >> 8)
        }
        return found
    }
}
