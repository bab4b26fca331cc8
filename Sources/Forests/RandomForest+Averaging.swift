extension RandomForest {
    /// Whether the trees are several forests whose probabilities are averaged (README.md, Averaged forests).
    package var isAveraged: Bool { !forestSizes.isEmpty }

    /// The probability of every class, given what `forEachPixel` gives: averages as they are, votes divided by their sum.
    package func probabilities(_ votes: UnsafeBufferPointer<Float>) -> [Float] {
        if isAveraged { return Array(votes) }
        // In class order, in float32; a forest has at least one class.
        let sum = votes.dropFirst().reduce(votes[0], +)
        return votes.map { $0 / sum }
    }

    /// For each tree the trees of its forest where it is the last of them, else 0; empty where nothing is averaged.
    package var forestEnds: [Int] {
        var ends = [Int](repeating: 0, count: isAveraged ? roots.count : 0)
        var end = 0
        for size in forestSizes {
            end += size
            ends[end - 1] = size
        }
        return ends
    }

    /// Adds to `totals` what a forest of `size` trees with these votes says, weighted by its trees, and begins anew.
    ///
    /// Each step is rounded to float32: the probability first, then its product with the trees, then the sum.
    func addForest(_ votes: UnsafeMutableBufferPointer<Float>, size: Int, to totals: UnsafeMutableBufferPointer<Float>)
    {
        let size = Float(size)
        for index in votes.indices {
            let share = votes[index] / size
            let weighted = share * size
            totals[index] = totals[index] + weighted
            votes[index] = 0
        }
    }

    /// Which pixels of a block have a NaN among all inputs of the forest, asked for or not.
    static func haveNaN(_ values: UnsafeBufferPointer<Float>, stride: Int, count: Int, into marks: inout [Bool]) {
        for pixel in 0..<count { marks[pixel] = false }
        for first in Swift.stride(from: 0, to: values.count, by: stride) {
            for pixel in 0..<count where values[first + pixel].isNaN { marks[pixel] = true }
        }
    }
}
