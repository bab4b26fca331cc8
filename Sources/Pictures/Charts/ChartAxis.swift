/// An axis of a chart: which values it spans, where a value lies on it, and where its ticks are.
struct ChartAxis {
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    /// Round values, ascending: 1, 2 or 5, and zeros.
    let ticks: [Double]

    /// A linear axis over `values` with its ends at ticks; of a single value, or none, around it.
    ///
    /// - Parameter isWhole: whether there is nothing between whole numbers.
    init(over values: [Double], fromZero: Bool, most: Int = 6, isWhole: Bool = false) {
        let finite = values.filter { abs($0) < 1e18 }
        var (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
        if fromZero { low = min(0, low) }
        if low == high { high = low + (low == 0 ? 1 : abs(low) / 2) }
        let step = max(isWhole ? 1 : 0, Self.step((high - low) / Double(most)))
        let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
        (self.low, self.high, isLogarithmic) = (first * step, last * step, false)
        ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    }

    /// A logarithmic axis from `low` to `high`, both above 0.
    init(logarithmicFrom low: Double, to high: Double) {
        (self.low, self.high, isLogarithmic) = (low, high, true)
        var ticks: [Double] = []
        var power = 1e-12
        while power <= high {
            ticks += [1, 2, 5].map { $0 * power }.filter { $0 >= low * 0.999_999 && $0 <= high * 1.000_001 }
            power *= 10
        }
        // Over many decades the tens alone.
        self.ticks = ticks.count <= 10 ? ticks : ticks.enumerated().filter { Self.isPowerOfTen($1) }.map(\.element)
    }

    /// Where a value lies, 0 to 1.
    func place(_ value: Double) -> Double {
        isLogarithmic
            ? (Self.logarithm(value) - Self.logarithm(low)) / (Self.logarithm(high) - Self.logarithm(low))
            : (value - low) / (high - low)
    }

    /// The next round number from `least` on: 1, 2 or 5, and zeros.
    static func step(_ least: Double) -> Double {
        guard least > 0, least.isFinite else { return 1 }
        var power = 1.0
        while power > least { power /= 10 }
        while power * 10 <= least { power *= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999_999 } ?? power * 10
    }

    private static func isPowerOfTen(_ value: Double) -> Bool {
        let power = step(value)
        return abs(logarithm(power) / logarithm(10) - (logarithm(power) / logarithm(10)).rounded()) < 1e-6
    }

    private static func logarithm(_ value: Double) -> Double { LogHistogram.logarithm(value) }
}
