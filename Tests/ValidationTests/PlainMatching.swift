import Imaging

/// Objects matched by trying every assignment: the reference of `ObjectScores`.
struct PlainMatching {
    let truths: [UInt32]
    let results: [UInt32]
    /// Intersection and union of each object of the truth with each of the result.
    let overlaps: [[(intersection: Int, union: Int)]]

    init(truth: LabelImage, result: LabelImage) {
        let truths = Set(truth.labels).subtracting([0]).sorted()
        let results = Set(result.labels).subtracting([0]).sorted()
        overlaps = truths.map { first in
            results.map { second in
                let pixels = zip(truth.labels, result.labels)
                return (
                    pixels.count { $0.0 == first && $0.1 == second },
                    pixels.count { $0.0 == first || $0.1 == second }
                )
            }
        }
        (self.truths, self.results) = (truths, results)
    }

    /// The most pairs of at least that IoU, and the largest sum of their IoU among as many.
    func best(twentieths: Int) -> (count: Int, overlap: Double) {
        search(0, taken: Array(repeating: false, count: results.count), twentieths)
    }

    private func search(_ truth: Int, taken: [Bool], _ twentieths: Int) -> (count: Int, overlap: Double) {
        guard truth < truths.count else { return (0, 0) }
        var best = search(truth + 1, taken: taken, twentieths)
        for result in results.indices where !taken[result] {
            let (intersection, union) = overlaps[truth][result]
            guard 20 * intersection >= twentieths * union else { continue }
            var more = taken
            more[result] = true
            let rest = search(truth + 1, taken: more, twentieths)
            let here = (count: rest.count + 1, overlap: rest.overlap + Double(intersection) / Double(union))
            if here.count > best.count || here.count == best.count && here.overlap > best.overlap { best = here }
        }
        return best
    }

    /// Objects of the truth with an IoU above 0.1 with two or more of the result.
    var splits: Int {
        overlaps.count { $0.count { Double($0.intersection) / Double($0.union) > 0.1 } > 1 }
    }

    /// The same with the sides exchanged.
    var merges: Int {
        results.indices.count { result in
            overlaps.count { Double($0[result].intersection) / Double($0[result].union) > 0.1 } > 1
        }
    }
}
