/// The sum as numpy forms it.
enum PairwiseSum {
    /// The sum of `values`: in blocks of at most 128, each in eight running sums.
    static func of(_ values: ArraySlice<Double>) -> Double {
        let count = values.count
        let start = values.startIndex
        if count < 8 { return values.reduce(0, +) }
        if count > 128 {
            let half = count / 2 - (count / 2) % 8
            return of(values[start..<start + half]) + of(values[(start + half)...])
        }
        var sums = Array(values.prefix(8))
        let whole = count - count % 8
        for block in stride(from: 8, to: whole, by: 8) {
            for lane in 0..<8 { sums[lane] += values[start + block + lane] }
        }
        let total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
        return values[(start + whole)...].reduce(total, +)
    }
}
