extension RandomForest {
    /// The class with the most votes, numbered from 1; the first of equals, and 1 where all are 0 or NaN.
    package static func firstMaximum(_ votes: some RandomAccessCollection<Float>) -> UInt8 {
        guard var best = votes.first else { return 1 }
        var number = 0
        for (index, vote) in votes.enumerated() where best < vote {
            best = vote
            number = index
        }
        return UInt8(number + 1)
    }

    /// The share of class `number` (from 1), the sum in class order in float32; NaN where nothing voted.
    ///
    /// - Precondition: there are at least `number` classes.
    package static func probability(ofClass number: Int, votes: some RandomAccessCollection<Float>) -> Float {
        var sum: Float = 0
        var own: Float = 0
        for (index, vote) in votes.enumerated() {
            // The sum starts with the first vote, not with 0: 0 + -0 would lose the sign.
            sum = index == 0 ? vote : sum + vote
            if index == number - 1 { own = vote }
        }
        return own / sum
    }
}
