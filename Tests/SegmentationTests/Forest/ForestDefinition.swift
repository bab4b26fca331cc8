import Forests
import Imaging

/// What a forest makes of its features by definition: pixel by pixel and tree by tree.
struct ForestDefinition {
    private let size: ImageSize
    private(set) var classes: [UInt8] = []
    private(set) var probabilities: [[Float]]
    /// What averaged forests would decide before the last division, by which totals become equal.
    private(set) var classesOfTotals: [UInt8] = []

    /// Evaluates `forest` for an image of `size`, given the values of each input.
    init(_ forest: RandomForest, _ planes: [[Float]], size: ImageSize) {
        self.size = size
        probabilities = [[Float]](repeating: [], count: forest.classCount)
        for pixel in 0..<size.pixelCount {
            let features = planes.map { $0[pixel] }
            let shares: [Float]
            if forest.forestSizes.isEmpty {
                let votes = Self.votes(forest, forest.roots[...], features)
                classes.append(RandomForest.firstMaximum(votes))
                let sum = votes.dropFirst().reduce(votes[0], +)
                shares = votes.map { $0 / sum }
            } else {
                let totals = Self.totals(forest, features)
                classesOfTotals.append(RandomForest.firstMaximum(totals))
                shares = totals.map { $0 / Float(forest.roots.count) }
                classes.append(RandomForest.firstMaximum(shares))
            }
            for index in shares.indices { probabilities[index].append(shares[index]) }
        }
    }

    /// The probability of each forest times its trees, summed; every operation is rounded to float32.
    private static func totals(_ forest: RandomForest, _ features: [Float]) -> [Float] {
        var totals = [Float](repeating: 0, count: forest.classCount)
        guard !features.contains(where: \.isNaN) else { return totals }
        var rest = forest.roots[...]
        for size in forest.forestSizes {
            let probabilities = votes(forest, rest.prefix(size), features).map { $0 / Float(size) }
            for (index, probability) in probabilities.enumerated() {
                let weighted = probability * Float(size)
                totals[index] += weighted
            }
            rest = rest.dropFirst(size)
        }
        return totals
    }

    /// Walks every tree from its root, and rounds each sum to float32.
    private static func votes(_ forest: RandomForest, _ roots: ArraySlice<Int32>, _ features: [Float]) -> [Float] {
        var votes = [Float](repeating: 0, count: forest.classCount)
        for root in roots {
            var node = forest.nodes[Int(root)]
            while node.feature >= 0 {
                // A NaN is not below anything and goes the other way.
                let isLess = features[Int(node.feature)] < node.threshold
                node = forest.nodes[Int(isLess ? node.less : node.otherwise)]
            }
            let first = Int(node.leaf) * forest.classCount
            for index in votes.indices {
                votes[index] = Float(Double(votes[index]) + forest.leafWeights[first + index])
            }
        }
        return votes
    }

    var classMap: ClassMap { ClassMap(size: size, classes: classes) }
    var mask: Mask { Mask(size: size, bytes: classes.map { $0 == 1 ? 1 : 0 }) }
}
