package import Imaging

/// How the objects of a result fare against those of a truth; planes and images are matched each by itself and summed.
///
/// Matching is that of stardist (`stardist.matching.matching`, criterion `iou`): one to one, as many pairs as can be whose
/// intersection over union (IoU) is at least the threshold, and of these the largest sum.
///
/// No assignment needs to be searched, because pairs of IoU ≥ 1/2 hardly share objects. With |A ∩ B| ≥ |A ∪ B| / 2 it is
/// 3 |A ∩ B| ≥ |A| + |B| ≥ |A| + |A ∩ B|, so B holds at least half of A. Objects of one image are disjoint: two of them
/// that are both paired with A hold half of A each and nothing else, so that their IoU is 1/2 exactly and A is their only
/// partner. Whichever of the two is taken, one pair of IoU 1/2 counts; above 1/2 pairs are unique.
package struct ObjectScores: Sendable, Hashable {
    /// What is matched at one threshold.
    package struct Matching: Sendable, Hashable {
        /// The threshold of IoU, in twentieths: it is compared in whole numbers, so that an IoU of 11/20 reaches 0.55.
        package var twentieths: Int
        package var matched = 0
        /// The sum of the IoU of the matched pairs.
        package var overlap = 0.0

        /// The threshold as a number.
        package var threshold: Double { Double(twentieths) / 20 }
    }

    /// Objects of the truth.
    package private(set) var truthCount = 0
    /// Objects of the result.
    package private(set) var resultCount = 0
    /// At 0.5, 0.55 … 0.95.
    package private(set) var matchings = (10...19).map { Matching(twentieths: $0) }
    /// Objects of the truth that were split: that have an IoU above 0.1 with at least two of the result.
    ///
    /// Splits and merges as Caicedo et al. count them, "Evaluation of Deep Learning Strategies for Nucleus Segmentation in
    /// Fluorescence Images", Cytometry A 95:952 (2019).
    package private(set) var splitCount = 0
    /// Objects of the result that were merged: that have an IoU above 0.1 with at least two of the truth.
    package private(set) var mergedCount = 0

    /// No objects yet.
    package init() {}

    /// Counts the objects of one plane, or volume.
    package mutating func add(truth: LabelImage, result: LabelImage) { add(OverlapTable(truth: truth, result: result)) }

    /// Counts the objects of one plane, or volume, whose overlaps are known.
    package mutating func add(_ table: OverlapTable) {
        truthCount += table.truthCount
        resultCount += table.resultCount
        for index in matchings.indices {
            for pair in table.matched(twentieths: matchings[index].twentieths) {
                matchings[index].matched += 1
                matchings[index].overlap += pair.overlap
            }
        }
        var (ofTruth, ofResult): ([UInt32: Int], [UInt32: Int]) = ([:], [:])
        for pair in table.pairs where 10 * pair.intersection > pair.union {
            ofTruth[pair.truth, default: 0] += 1
            ofResult[pair.result, default: 0] += 1
        }
        splitCount += ofTruth.values.count { $0 > 1 }
        mergedCount += ofResult.values.count { $0 > 1 }
    }

    /// Counts what another one counted.
    package mutating func add(_ other: ObjectScores) {
        truthCount += other.truthCount
        resultCount += other.resultCount
        splitCount += other.splitCount
        mergedCount += other.mergedCount
        for index in matchings.indices {
            matchings[index].matched += other.matchings[index].matched
            matchings[index].overlap += other.matchings[index].overlap
        }
    }
}
