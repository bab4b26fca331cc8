extension RandomForest {
    /// Sums the votes of all trees for one pixel, tree by tree, as s = f32(double(s) + weight).
    ///
    /// `votes` is resized to the number of classes; `features` gives the value of an input.
    package func votes(_ features: (Int) -> Float, into votes: inout [Float]) {
        if votes.count != classCount { votes = [Float](repeating: 0, count: classCount) }
        for index in votes.indices { votes[index] = 0 }
        for root in roots {
            var node = nodes[Int(root)]
            while node.feature >= 0 {
                // A NaN is not below anything and goes the other way.
                node = nodes[Int(features(Int(node.feature)) < node.threshold ? node.less : node.otherwise)]
            }
            let base = Int(node.leaf) * classCount
            for index in 0..<classCount { votes[index] = Float(Double(votes[index]) + leafWeights[base + index]) }
        }
    }

    /// The class with the most votes, numbered from 1; the first of equals, and 1 where none is above 0.
    package static func firstMaximum(_ votes: some RandomAccessCollection<Float>) -> UInt8 {
        guard var best = votes.first else { return 1 }
        var number = 0
        for (index, vote) in votes.enumerated() where best < vote {
            best = vote
            number = index
        }
        return UInt8(number + 1)
    }

    /// The share of class `number` (from 1), the sum taken in class order in float32; NaN where nothing voted.
    ///
    /// - Precondition: there are at least `number` classes.
    package static func probability(ofClass number: Int, votes: some RandomAccessCollection<Float>) -> Float {
        var sum: Float = 0
        var own: Float = 0
        for (index, vote) in votes.enumerated() {
            // The first is taken as it is: 0 + a negative zero would lose its sign.
            sum = index == 0 ? vote : sum + vote
            if index == number - 1 { own = vote }
        }
        return own / sum
    }
}
