import Forests

/// The votes of a two- or many-class forest as bytes with a bound on what that loses.
///
/// Of every class but the first, a leaf's weight less its weight of the first class (its margin) is rounded to a byte, in one
/// unit for the whole forest and with an offset for each tree. Where the sums of two classes differ by more than `bound`, so
/// do the exact votes, and in the same direction; the reference's own roundings are part of the bound.
///
/// Averaged forests (`forestSizes`) decide by t / N, t being the sum over forests of (s / n) · n. With u = 2⁻²⁴ the quotient
/// and the product each change s by at most u of it, the sum of forests each running total, and the last quotient, by
/// which two totals may become equal, its own total: all of that is added to the roundings, so that totals whose exact
/// sums differ by more still differ when they are divided.
struct QuantisedVotes {
    /// For each leaf, a byte for each class but the first.
    let bytes: [[UInt8]]
    /// What is added to the sums, for each class; the first class's sum is 0.
    let offsets: [UInt16]
    /// Sums that differ by more decide.
    let bound: Int

    /// Quantises `forest`, whose trees have the given leaves; nil where weights are so large, or trees so many, that
    /// nothing could be decided.
    init?(_ forest: RandomForest, leavesOfTrees: [[Int]]) {
        let classes = forest.classCount
        guard classes > 1 else {
            (bytes, offsets, bound) = ([[UInt8]](repeating: [], count: forest.leafWeights.count), [0], -1)
            return
        }
        let ranges = VoteRanges(forest, leavesOfTrees: leavesOfTrees)
        guard let unit = ranges.unit else { return nil }
        var bytes = [[UInt8]](repeating: [], count: forest.leafWeights.count / classes)
        // The first class is what the others are compared with.
        var sums = [QuantisedSum()]
        for number in 1..<classes {
            var sum = QuantisedSum()
            for leaves in leavesOfTrees {
                let rounded = sum.add(leaves.map { forest.margin(ofClass: number, leaf: $0) }, unit: unit)
                for (leaf, byte) in zip(leaves, rounded) { bytes[leaf].append(byte) }
            }
            sums.append(sum)
        }
        let base = sums.map(\.centre).min() ?? 0
        var offsets: [UInt16] = []
        var uncertainties: [Double] = []
        for (number, sum) in sums.enumerated() {
            let offset = (sum.centre - base).rounded()
            guard offset <= 65_535 else { return nil }
            offsets.append(UInt16(offset))
            // The sums here are in double: a part in 2^40 covers their own roundings.
            let own =
                abs(sum.centre - base - offset) + ranges.roundings[number] / unit + (abs(sum.centre) + 1) * 0x1p-40
            uncertainties.append(sum.uncertainty + own)
        }
        uncertainties.sort(by: >)
        let bound = (uncertainties[0] + uncertainties[1] + 1e-6).rounded(.up)
        guard bound < 30_000 else { return nil }
        (self.bytes, self.offsets, self.bound) = (bytes, offsets, Int(bound))
    }
}

extension RandomForest {
    /// What a leaf adds to a class, counted from 0, less what it adds to the first one.
    fileprivate func margin(ofClass number: Int, leaf: Int) -> Double {
        leafWeights[leaf * classCount + number] - leafWeights[leaf * classCount]
    }
}

/// How far the sums of a forest's margins reach, and what the reference loses when it adds its votes.
private struct VoteRanges {
    /// What a byte stands for; nil where the sums cannot be told apart in units.
    let unit: Double?
    /// For each class, half a unit in the last place of each of the reference's running sums, at most; of averaged forests
    /// also of what averaging rounds.
    let roundings: [Double]
    /// Half a unit in the last place, for sums that are somewhat larger than here by the roundings before.
    private static let rounding = 0x1p-24 * 1.01

    init(_ forest: RandomForest, leavesOfTrees: [[Int]]) {
        let classes = forest.classCount
        var widest = 0.0
        var lows = [Double](repeating: 0, count: classes)
        var highs = lows
        var partial = lows
        var roundings = lows
        // Of the forests that are finished.
        var totals = lows
        let ends = forest.forestEnds
        for (tree, leaves) in leavesOfTrees.enumerated() {
            for number in 0..<classes {
                let margins = leaves.map { forest.margin(ofClass: number, leaf: $0) }
                let (low, high) = (margins.min() ?? 0, margins.max() ?? 0)
                widest = max(widest, high - low)
                lows[number] += low
                highs[number] += high
                partial[number] += leaves.map { abs(forest.leafWeights[$0 * classes + number]) }.max() ?? 0
                roundings[number] += partial[number] * Self.rounding
            }
            guard !ends.isEmpty, ends[tree] > 0 else { continue }
            for number in 0..<classes {
                totals[number] += partial[number]
                // Quotient, product, and the sum with the forests before.
                roundings[number] += (2 * partial[number] + totals[number]) * Self.rounding
                partial[number] = 0
            }
        }
        if forest.isAveraged {
            for number in 0..<classes { roundings[number] += totals[number] * Self.rounding }
            partial = totals
        }
        self.roundings = roundings
        // Sums of bytes have 16 bits, less what the offsets and roundings of the trees may add.
        let room = 65_000 - 3 * Double(leavesOfTrees.count)
        let span = max(highs.max() ?? 0, 0) - min(lows.min() ?? 0, 0)
        var unit = max(widest / 254, span / room)
        if unit == 0 { unit = 1 }
        let isPossible = room > 1000 && unit.isFinite && unit > 1e-30 && (partial.max() ?? 0) < 1e37
        self.unit = isPossible ? unit : nil
    }
}

/// The margins of one class, summed over trees in units: what bytes give, and how far the exact sum may be from it.
private struct QuantisedSum {
    private var total = 0.0
    private var error = (least: 0.0, most: 0.0)

    /// What is to be added to the sum of the bytes.
    var centre: Double { total + (error.least + error.most) / 2 }
    /// The most that the exact sum differs from that.
    var uncertainty: Double { (error.most - error.least) / 2 }

    /// Adds a tree whose leaves have these margins; the result is a byte for each.
    mutating func add(_ margins: [Double], unit: Double) -> [UInt8] {
        let low = margins.min() ?? 0
        let units = margins.map { ($0 - low) / unit }
        let rounded = Self.rounded(units)
        let errors = zip(units, rounded.bytes).map { $0 - (Double($1) + rounded.offset) }
        error.least += errors.min() ?? 0
        error.most += errors.max() ?? 0
        total += rounded.offset + low / unit
        return rounded.bytes
    }

    /// Values from 0 to 254 as bytes plus a common offset that keeps them off the half between two integers: in the
    /// middle of the widest gap between their fractions.
    private static func rounded(_ units: [Double]) -> (bytes: [UInt8], offset: Double) {
        let fractions = Set(units.map { $0 - $0.rounded(.down) }).sorted()
        var phase = 0.0
        var widest = -1.0
        for (index, fraction) in fractions.enumerated() {
            let next = index + 1 < fractions.count ? fractions[index + 1] : fractions[0] + 1
            guard next - fraction > widest else { continue }
            widest = next - fraction
            phase = next + (1 - widest) / 2
        }
        phase -= phase.rounded(.down)
        var integers = units.map { ($0 - phase).rounded() }
        if integers.contains(where: { $0 < 0 }) {
            integers = integers.map { $0 + 1 }
            phase -= 1
        }
        return (integers.map { UInt8(min(max($0, 0), 255)) }, phase)
    }
}
