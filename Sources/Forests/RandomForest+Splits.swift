extension RandomForest {
    /// How many splits at each depth, from the root, ask for each input.
    ///
    /// The table that APOC's `statistics` gives; that counts the splits of i10…i19 for i1 too, which is not repeated here.
    package var splitCounts: [[Int]] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: featureCount), count: depth)
        var depths = [Int](repeating: 0, count: nodes.count)
        // A split comes before its branches.
        for (index, node) in nodes.enumerated() where node.feature >= 0 {
            counts[depths[index]][Int(node.feature)] += 1
            depths[Int(node.less)] = depths[index] + 1
            depths[Int(node.otherwise)] = depths[index] + 1
        }
        return counts
    }

    /// The share of the splits at each depth, from the root, that ask for each input: input by input.
    package var splitShares: [[Double]] {
        let counts = splitCounts
        let sums = counts.map { $0.reduce(0, +) }
        return (0..<featureCount).map { input in zip(counts, sums).map { Double($0[input]) / Double(max($1, 1)) } }
    }
}
