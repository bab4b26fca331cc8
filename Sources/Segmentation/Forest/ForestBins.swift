import Forests

/// The thresholds of a forest in bins of at most 255, so that a feature value becomes a byte: its rank.
///
/// x < threshold i of a bin is rank(x) ≤ i, exactly (forest_bins.cl). Pure arithmetic.
struct ForestBins {
    /// A threshold among those of its bin.
    struct Place {
        var bin: Int
        var index: UInt8
    }

    /// One bin in the form the kernels read: `Bin` of forest_bins.cl, field for field.
    struct Bin {
        var input: Int32
        var count: Int32
        var steps: Int32
        var tree: Int32
        var low: Float = 0
        var scale: Float = 0
        var buckets: Int32 = 0
        var table: Int32 = 0
        var extraCount: Int32 = 0
        var extras: Int32 = 0
        var unused: (Int32, Int32) = (0, 0)
    }

    private(set) var bins: [Bin] = []
    /// Search trees, thresholds that share a bucket with another, and buckets; each begins at a multiple of 16.
    private(set) var tables: [Float] = []
    private var places: [Int32: [UInt32: Place]] = [:]
    private static let mostThresholds = 255
    private static let fewestSteps = 4
    private static let (fewestBuckets, mostBuckets) = (64, 1024)
    /// Comparing with more thresholds one by one costs more time than a table twice as large.
    private static let fewExtras = 2

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
    var count: Int { bins.count }

    /// Where a split's threshold is found.
    subscript(node: ForestNode) -> Place {
        guard let place = places[node.feature]?[Self.key(node.threshold)] else {
            preconditionFailure("a split of another forest")
        }
        return place
    }

    private mutating func append(_ feature: Int32, _ thresholds: [Float]) {
        for (index, threshold) in thresholds.enumerated() {
            places[feature, default: [:]][Self.key(threshold)] = Place(bin: count, index: UInt8(index))
        }
        let needed = Int.bitWidth - thresholds.count.leadingZeroBitCount
        let steps = max(Self.fewestSteps, needed)
        var bin = Bin(input: feature, count: Int32(thresholds.count), steps: Int32(steps), tree: 0)
        // The tree is complete: missing thresholds are infinite, and a rank is at most the number of real ones.
        var tree = [Float](repeating: 0, count: 1 << steps)
        for step in 0..<steps {
            for place in 0..<1 << step {
                let index = (2 * place + 1) * (1 << (steps - step - 1)) - 1
                tree[1 << step + place] = index < thresholds.count ? thresholds[index] : .infinity
            }
        }
        bin.tree = append(tree)

        var buckets = ThresholdBuckets(thresholds, count: Self.fewestBuckets)
        while buckets.extras.count > Self.fewExtras, buckets.count < Self.mostBuckets {
            buckets = ThresholdBuckets(thresholds, count: buckets.count * 2)
        }
        (bin.low, bin.scale, bin.buckets) = (buckets.low, buckets.scale, Int32(buckets.count))
        bin.table = append(buckets.table)
        bin.extraCount = Int32(buckets.extras.count)
        bin.extras = append(buckets.extras)
        bins.append(bin)
    }

    private mutating func append(_ values: [Float]) -> Int32 {
        defer {
            tables += values
            tables += [Float](repeating: 0, count: (16 - values.count % 16) % 16)
        }
        return Int32(tables.count)
    }

    /// 0 and -0 are one threshold.
    private static func key(_ threshold: Float) -> UInt32 { (threshold + 0).bitPattern }
}
