import Forests
import Imaging

/// A small forest with splits at several depths, bare leaves and fractional weights.
enum SelfTestForest {
    /// Thresholds lie where uint8 pixels and their features do, and are whole, so that pixels equal them.
    ///
    /// - Parameters:
    ///   - isWide: the first tree has more than 256 leaves.
    ///   - isAveraged: the trees are three forests.
    static func make(featureCount: Int, classCount: Int, isWide: Bool, isAveraged: Bool = false) -> RandomForest {
        var random = SplitMix(seed: UInt64(classCount))
        var builder = Builder(featureCount: featureCount, classCount: classCount)
        var roots: [Int32] = []
        for tree in 0..<12 {
            roots.append(builder.grow(depth: isWide && tree == 0 ? 9 : tree % 6, &random))
        }
        return RandomForest(
            featureCount: featureCount,
            classCount: classCount,
            roots: roots,
            nodes: builder.nodes,
            leafWeights: builder.weights,
            depth: builder.depth,
            forestSizes: isAveraged ? [5, 1, 6] : []
        )
    }

    private struct Builder {
        let featureCount: Int
        let classCount: Int
        var nodes: [ForestNode] = []
        var weights: [Double] = []
        /// Splits from the root to the deepest leaf of all trees.
        var depth = 0

        init(featureCount: Int, classCount: Int) {
            self.featureCount = featureCount
            self.classCount = classCount
        }

        /// Appends a tree of at most `depth` levels of splits; the result is its root.
        mutating func grow(depth: Int, level: Int = 0, _ random: inout SplitMix) -> Int32 {
            let place = nodes.count
            self.depth = max(self.depth, level)
            if depth == 0 || (depth + level < 6 && depth < 4 && random.next() % 4 == 0) {
                nodes.append(.leaf(Int32(weights.count / classCount)))
                for _ in 0..<classCount {
                    weights.append(Double(random.next() % 1000) / 997)
                }
            } else {
                let feature = Int32(random.next() % UInt64(featureCount))
                nodes.append(.split(feature: feature, threshold: random.float(in: -60...200).rounded()))
                let less = grow(depth: depth - 1, level: level + 1, &random)
                let otherwise = grow(depth: depth - 1, level: level + 1, &random)
                nodes[place].less = less
                nodes[place].otherwise = otherwise
            }
            return Int32(place)
        }
    }
}
