/// The scan of a feature for two classes: splits are collected in blocks, and judged two at a time.
///
/// Each lane computes what `Impurity` does, step by step.
final class SplitPairs {
    private static let block = 512

    private let weights = Scratch<Double>(repeating: 0, count: block + 2)
    private let seconds = Scratch<Double>(repeating: 0, count: block + 2)
    private let indices = Scratch<Int>(repeating: 0, count: block + 2)

    /// The index of the first row behind the first split that is better than `best` and all others; nil if none is.
    func scan(
        _ places: UnsafePointer<UInt32>,
        _ count: Int,
        _ values: UnsafePointer<Float>,
        _ rows: UnsafePointer<UInt32>,
        weighed: UnsafePointer<UInt32>,
        totals: (Double, Double),
        best: inout Double
    ) -> Int? {
        let (weights, seconds, indices) = (weights.start, seconds.start, indices.start)
        var (weight, second) = (Int64(0), Int64(0))
        var last = values[Int(places[0])]
        var found: Int?
        var start = 0
        while start < count {
            let end = min(start + Self.block, count)
            var splits = 0
            for index in start..<end {
                let place = Int(places[index])
                let value = values[place]
                // Written always and kept where it is a split: a branch would be guessed wrong too often.
                weights[splits] = Double(weight)
                seconds[splits] = Double(second)
                indices[splits] = index
                splits &+= NearTie.isSplit(last, value) ? 1 : 0
                last = value
                let entry = Int64(weighed[Int(rows[place])])
                weight &+= entry >> 8
                second &+= (entry >> 8) & -(entry & 1)
            }
            if let index = judge(splits, totals, &best) { found = index }
            start = end
        }
        return found
    }

    private func judge(_ count: Int, _ totals: (Double, Double), _ best: inout Double) -> Int? {
        var found: Int?
        let first = SIMD2(repeating: totals.0)
        let second = SIMD2(repeating: totals.1)
        let whole = SIMD2(repeating: totals.0 + totals.1)
        let one = SIMD2(repeating: 1.0)
        for index in stride(from: 0, to: count, by: 2) {
            let less = SIMD2(weights.start[index], weights.start[index + 1])
            let lessSecond = SIMD2(seconds.start[index], seconds.start[index + 1])
            let lessFirst = less - lessSecond
            let otherwise = whole - less
            let otherSecond = second - lessSecond
            let otherFirst = first - lessFirst
            let lessImpurity = one - (lessFirst * lessFirst + lessSecond * lessSecond) / (less * less)
            let otherImpurity = one - (otherFirst * otherFirst + otherSecond * otherSecond) / (otherwise * otherwise)
            let proxy = (-otherwise * otherImpurity) - (less * lessImpurity)
            if proxy[0] > best { (best, found) = (proxy[0], indices.start[index]) }
            // The last pair may have one split only.
            if proxy[1] > best, index + 1 < count { (best, found) = (proxy[1], indices.start[index + 1]) }
        }
        return found
    }
}
