package import Imaging

/// How much the objects of a truth and of a result overlap: only the pairs that do.
package struct OverlapTable: Sendable {
    /// An object of the truth and one of the result that have pixels in common.
    package struct Pair: Sendable, Hashable {
        package var truth: UInt32
        package var result: UInt32
        /// Pixels in both.
        package var intersection: Int
        /// Pixels in one or both.
        package var union: Int

        /// Intersection over union.
        package var overlap: Double { Double(intersection) / Double(union) }
    }

    /// Ascending by object of the truth, then of the result.
    package let pairs: [Pair]
    /// Objects of the truth that have a pixel.
    package let truthCount: Int
    /// Objects of the result that have a pixel.
    package let resultCount: Int

    /// One pass over two label images of one plane, or volume; memory grows with labels and pairs, not with their product.
    ///
    /// - Precondition: both are of one size.
    package init(truth: LabelImage, result: LabelImage) {
        precondition(truth.size == result.size)
        var (truthAreas, resultAreas) = ([Int](repeating: 0, count: truth.count + 1), [0])
        resultAreas += [Int](repeating: 0, count: result.count)
        var found: [UInt64: Int] = [:]
        truth.labels.withUnsafeBufferPointer { truth in
            result.labels.withUnsafeBufferPointer { result in
                var start = 0
                while start < truth.count {
                    // Runs of one pair: the table is asked once for each, not for each pixel.
                    let (first, second) = (truth[start], result[start])
                    var end = start + 1
                    while end < truth.count, truth[end] == first, result[end] == second { end += 1 }
                    truthAreas[Int(first)] += end - start
                    resultAreas[Int(second)] += end - start
                    let key = UInt64(first) << 32 | UInt64(second)
                    if first != 0, second != 0 { found[key, default: 0] += end - start }
                    start = end
                }
            }
        }
        pairs = found.sorted { $0.key < $1.key }.map { key, intersection in
            let (truth, result) = (UInt32(key >> 32), UInt32(truncatingIfNeeded: key))
            let union = truthAreas[Int(truth)] + resultAreas[Int(result)] - intersection
            return Pair(truth: truth, result: result, intersection: intersection, union: union)
        }
        truthCount = truthAreas.dropFirst().count { $0 > 0 }
        resultCount = resultAreas.dropFirst().count { $0 > 0 }
    }

    /// The pairs that are matched where their intersection over union is at least so many twentieths, one to one.
    ///
    /// Why none needs to be searched stands at `ObjectScores`.
    ///
    /// - Precondition: `twentieths` is at least 10.
    package func matched(twentieths: Int) -> [Pair] {
        precondition(twentieths >= 10)
        let reaching = pairs.filter { 20 * $0.intersection >= twentieths * $0.union }
        // Above 1/2 no object is in two pairs.
        guard twentieths == 10 else { return reaching }
        var (takenTruths, takenResults) = (Set<UInt32>(), Set<UInt32>())
        return reaching.filter { pair in
            guard !takenTruths.contains(pair.truth), !takenResults.contains(pair.result) else { return false }
            takenTruths.insert(pair.truth)
            takenResults.insert(pair.result)
            return true
        }
    }
}
