/// The order in which a tree's nodes ask for features: scikit-learn's shuffle, with its memory of features that are
/// constant in a node and therefore in all below it. One for a whole tree.
struct FeatureDraw {
    private var random: Xorshift
    private var features: [Int]
    private var constants: [Int]
    /// How many features a node scans, unless all of these are constant.
    private let wanted: Int

    /// The draws of a tree, begun with that generator.
    init(_ random: Xorshift, featureCount: Int) {
        self.random = random
        features = Array(0..<featureCount)
        constants = features
        wanted = max(1, Int(Double(featureCount).squareRoot()))
    }

    /// Calls `scan` with feature after feature for a node below which `known` features are constant; it returns whether it
    /// could scan, which it cannot where all rows have one value. How many are constant now.
    mutating func node(known: Int, scan: (Int) -> Bool) -> Int {
        var end = features.count
        var (visited, found, drawn, constantCount) = (0, 0, 0, known)
        while end > constantCount, visited < wanted || visited <= found + drawn {
            visited += 1
            var chosen = drawn + random.below(end - found - drawn)
            if chosen < known {
                // One that is known to be constant is drawn in vain.
                features.swapAt(drawn, chosen)
                drawn += 1
                continue
            }
            chosen += found
            if scan(features[chosen]) {
                end -= 1
                features.swapAt(chosen, end)
            } else {
                features.swapAt(chosen, constantCount)
                found += 1
                constantCount += 1
            }
        }
        for index in 0..<known { features[index] = constants[index] }
        for index in known..<known + found { constants[index] = features[index] }
        return constantCount
    }
}
