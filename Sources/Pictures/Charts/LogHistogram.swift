import Glibc

/// How many values lie in each eighth of a doubling: a histogram of sizes in a memory that does not grow with them.
package struct LogHistogram: Sendable {
    private static let binsPerDoubling = 8

    private var bins: [Int: Int] = [:]
    /// Values above 0 that were added.
    package private(set) var count = 0

    /// No values.
    package init() {}

    /// Adds a value; those that are not above 0, or that nothing can measure, have no place.
    package mutating func add(_ value: Double) {
        guard value > 1e-12, value < 1e18 else { return }
        // So that a power of two, as a size, never falls below its own bin by rounding.
        bins[Int((log2(value) * Double(Self.binsPerDoubling) + 1e-9).rounded(.down)), default: 0] += 1
        count += 1
    }

    /// The bars of a chart, at most about forty, without gaps; empty without values.
    package var bars: [ChartBar] {
        guard let first = bins.keys.min(), let last = bins.keys.max() else { return [] }
        var joined = 2
        while (last - first) / joined > 40 { joined *= 2 }
        let groups = floorDivided(first, joined)...floorDivided(last, joined)
        return groups.map { group in
            let from = group * joined
            return ChartBar(
                from: exp2(Double(from) / Double(Self.binsPerDoubling)),
                to: exp2(Double(from + joined) / Double(Self.binsPerDoubling)),
                count: (from..<from + joined).reduce(0) { $0 + (bins[$1] ?? 0) }
            )
        }
    }

    /// The natural logarithm.
    static func logarithm(_ value: Double) -> Double { log(value) }

    private func floorDivided(_ value: Int, _ divisor: Int) -> Int {
        Int((Double(value) / Double(divisor)).rounded(.down))
    }
}
