import Forests

/// The thresholds of a forest as search trees of at most 255, so that a feature value becomes a byte: its rank.
///
/// x < threshold i of a bin is rank(x) ≤ i, exactly (forest_ranks.cl). Pure arithmetic.
struct ForestBins {
    /// A threshold among those of its bin.
    struct Place {
        var bin: Int
        var index: UInt8
    }

    /// Input, thresholds, steps of the search, first vector of the search tree; four numbers a bin.
    private(set) var bins: [Int32] = []
    /// The search trees, each 1 << steps floats.
    private(set) var searchTrees: [Float] = []
    private var places: [Int32: [UInt32: Place]] = [:]
    private static let mostThresholds = 255
    private static let fewestSteps = 4

    /// The bins of all thresholds of `forest`.
    init(_ forest: RandomForest) {
        var thresholds: [Int32: Set<Float>] = [:]
        for node in forest.nodes where node.feature >= 0 {
            thresholds[node.feature, default: []].insert(node.threshold)
        }
        for (feature, values) in thresholds.sorted(by: { $0.key < $1.key }) {
            let sorted = values.sorted()
            for start in stride(from: 0, to: sorted.count, by: Self.mostThresholds) {
                append(feature, Array(sorted[start..<min(start + Self.mostThresholds, sorted.count)]))
            }
        }
    }

    /// Number of bins.
    var count: Int { bins.count / 4 }

    /// Where a split's threshold is found.
    subscript(node: ForestNode) -> Place {
        guard let place = places[node.feature]?[Self.key(node.threshold)] else {
            preconditionFailure("a split of another forest")
        }
        return place
    }

    private mutating func append(_ feature: Int32, _ thresholds: [Float]) {
        let needed = Int.bitWidth - thresholds.count.leadingZeroBitCount
        let steps = max(Self.fewestSteps, needed)
        bins += [feature, Int32(thresholds.count), Int32(steps), Int32(searchTrees.count / 16)]
        // Thresholds that are missing are infinite; ranks are cut to the number of those that are not.
        var tree = [Float](repeating: 0, count: 1 << steps)
        for step in 0..<steps {
            for place in 0..<1 << step {
                let index = (2 * place + 1) * (1 << (steps - step - 1)) - 1
                tree[1 << step + place] = index < thresholds.count ? thresholds[index] : .infinity
            }
        }
        searchTrees += tree
        for (index, threshold) in thresholds.enumerated() {
            places[feature, default: [:]][Self.key(threshold)] = Place(bin: count - 1, index: UInt8(index))
        }
    }

    /// 0 and -0 are one threshold.
    private static func key(_ threshold: Float) -> UInt32 { (threshold + 0).bitPattern }
}
