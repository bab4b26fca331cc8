import Forests
import Training

/// The rules of training written down as plainly as can be: every node sorts its rows anew. The reference of the fast one.
struct PlainTrainer {
    let rows: TrainingRows
    let maximumDepth: Int
    private var tree = GrownForest.Tree(nodes: [], shares: [], weights: [])
    private var impurities: [Double] = []
    private var random = Xorshift(state: 0)
    private var features: [Int] = []
    private var constants: [Int] = []
    private var drawn: [Double] = []

    private init(_ rows: TrainingRows, maximumDepth: Int) { (self.rows, self.maximumDepth) = (rows, maximumDepth) }

    /// The forest of those rows.
    static func grow(_ rows: TrainingRows, depth: Int, trees: Int) -> GrownForest {
        let featureCount = rows.columns.count
        var forest = GrownForest(featureCount: featureCount, classCount: rows.classCount, trees: [], importances: [])
        var sums = [Double](repeating: 0, count: featureCount)
        var counted = 0.0
        var seeds = MersenneTwister(seed: 0)
        for _ in 0..<trees {
            var trainer = PlainTrainer(rows, maximumDepth: depth)
            trainer.growTree(seed: seeds.below(2_147_483_647))
            forest.trees.append(trainer.tree)
            guard trainer.tree.nodes.count > 1 else { continue }
            counted += 1
            for (feature, value) in trainer.importances().enumerated() { sums[feature] += value }
        }
        forest.importances = sums
        if counted > 0 {
            forest.importances = sums.map { $0 / counted }
            let sum = numpySum(forest.importances)
            forest.importances = forest.importances.map { $0 / sum }
        }
        return forest
    }

    private mutating func growTree(seed: UInt32) {
        var bootstrap = MersenneTwister(seed: seed)
        drawn = [Double](repeating: 0, count: rows.count)
        for _ in 0..<rows.count { drawn[Int(bootstrap.below(UInt32(rows.count)))] += 1 }
        var splitter = MersenneTwister(seed: seed)
        random = Xorshift(state: splitter.below(2_147_483_647))
        features = Array(0..<rows.columns.count)
        constants = features
        _ = grow((0..<rows.count).filter { drawn[$0] > 0 }, depth: 0, known: 0)
    }

    private func gini(_ sums: [Double], _ weight: Double) -> Double {
        1 - sums.map { $0 * $0 }.reduce(0, +) / (weight * weight)
    }

    private func sums(_ samples: [Int]) -> [Double] {
        var sums = [Double](repeating: 0, count: rows.classCount)
        for row in samples { sums[Int(rows.classes[row])] += drawn[row] }
        return sums
    }

    private mutating func grow(_ samples: [Int], depth: Int, known: Int) -> Int {
        let total = sums(samples)
        let weight = total.reduce(0, +)
        let impurity = gini(total, weight)
        let index = tree.nodes.count
        tree.nodes.append(GrownForest.Node(feature: -1, threshold: 0, less: -1, otherwise: -1))
        tree.weights.append(weight)
        tree.shares += total.map { $0 / weight }
        impurities.append(impurity)
        if depth >= maximumDepth || samples.count < 2 || impurity <= 2.220446049250313e-16 { return index }
        guard let (feature, threshold, constantCount) = bestSplit(samples, total, weight, known) else { return index }
        tree.nodes[index].feature = Int32(feature)
        tree.nodes[index].threshold = threshold
        let column = rows.columns[feature]
        let less = samples.filter { Double(column[$0]) <= threshold }
        let otherwise = samples.filter { !(Double(column[$0]) <= threshold) }
        tree.nodes[index].less = Int32(grow(less, depth: depth + 1, known: constantCount))
        tree.nodes[index].otherwise = Int32(grow(otherwise, depth: depth + 1, known: constantCount))
        return index
    }

    private mutating func bestSplit(
        _ samples: [Int],
        _ total: [Double],
        _ weight: Double,
        _ known: Int
    ) -> (feature: Int, threshold: Double, constantCount: Int)? {
        let count = features.count
        let wanted = max(1, Int(Double(count).squareRoot()))
        var best: (feature: Int, threshold: Double)?
        var bestProxy = -Double.infinity
        var (end, visited, found, tried, constantCount) = (count, 0, 0, 0, known)
        while end > constantCount && (visited < wanted || visited <= found + tried) {
            visited += 1
            var chosen = tried + Int(random.next()) % (end - found - tried)
            if chosen < known {
                features.swapAt(tried, chosen)
                tried += 1
                continue
            }
            chosen += found
            let feature = features[chosen]
            let column = rows.columns[feature]
            let sorted = samples.sorted { column[$0] < column[$1] }
            if column[sorted.last!] <= column[sorted.first!] + Float(1e-7) {
                features.swapAt(chosen, constantCount)
                found += 1
                constantCount += 1
                continue
            }
            end -= 1
            features.swapAt(chosen, end)
            var less = [Double](repeating: 0, count: rows.classCount)
            for cut in 1..<sorted.count {
                less[Int(rows.classes[sorted[cut - 1]])] += drawn[sorted[cut - 1]]
                let (below, above) = (column[sorted[cut - 1]], column[sorted[cut]])
                guard above > below + Float(1e-7) else { continue }
                let otherwise = zip(total, less).map { $0 - $1 }
                let lessWeight = less.reduce(0, +)
                let otherWeight = weight - lessWeight
                let proxy =
                    (-otherWeight * gini(otherwise, otherWeight)) - (lessWeight * gini(less, lessWeight))
                if proxy > bestProxy {
                    bestProxy = proxy
                    best = (feature, Double(below) / 2 + Double(above) / 2)
                }
            }
        }
        features.replaceSubrange(0..<known, with: constants[0..<known])
        constants.replaceSubrange(known..<known + found, with: features[known..<known + found])
        return best.map { ($0.feature, $0.threshold, constantCount) }
    }

    private func importances() -> [Double] {
        var result = [Double](repeating: 0, count: rows.columns.count)
        for (index, node) in tree.nodes.enumerated() where node.feature >= 0 {
            let (less, otherwise) = (Int(node.less), Int(node.otherwise))
            let gain = tree.weights[index] * impurities[index] - tree.weights[less] * impurities[less]
            result[Int(node.feature)] += gain - tree.weights[otherwise] * impurities[otherwise]
        }
        result = result.map { $0 / tree.weights[0] }
        let sum = Self.numpySum(result)
        return sum > 0 ? result.map { $0 / sum } : result
    }

    /// The sum of at most 128 numbers, in numpy's order.
    private static func numpySum(_ values: [Double]) -> Double {
        precondition(values.count <= 128)
        if values.count < 8 { return values.reduce(0, +) }
        var lanes = Array(values[..<8])
        var index = 8
        while index + 8 <= values.count {
            for lane in 0..<8 { lanes[lane] += values[index + lane] }
            index += 8
        }
        var sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        while index < values.count {
            sum += values[index]
            index += 1
        }
        return sum
    }
}
