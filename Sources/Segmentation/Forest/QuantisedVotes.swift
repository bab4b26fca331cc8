import Forests

/// The votes of a two- or many-class forest as bytes with a bound on what that loses.
///
/// Of every class but the first, a leaf's weight less its weight of the first class is rounded to a byte, in one unit
/// for the whole forest and with an offset for each tree. Where the sums of two classes differ by more than `bound`,
/// so do the exact votes, and in the same direction; the reference's own roundings are part of the bound.
struct QuantisedVotes {
    /// For each leaf, a byte for each class but the first.
    let bytes: [[UInt8]]
    /// What is added to the sums, for each class; the first class's sum is 0.
    let offsets: [UInt16]
    /// Sums that differ by more decide.
    let bound: Int

    /// Room that the sums of bytes take in 16 bits, less what offsets and roundings of the trees may add.
    private static func range(trees: Int) -> Double { 65_000 - 3 * Double(trees) }

    /// Quantises `forest`, whose trees have the given leaves; nil where weights are so large, or trees so many, that
    /// nothing could be decided.
    init?(_ forest: RandomForest, leavesOfTrees: [[Int]]) {
        let classes = forest.classCount
        let weights = forest.leafWeights
        guard classes > 1 else {
            (bytes, offsets, bound) = ([[UInt8]](repeating: [], count: weights.count), [0], -1)
            return
        }
        func margin(_ leaf: Int, _ k: Int) -> Double { weights[leaf * classes + k] - weights[leaf * classes] }

        var widest = 0.0
        var lows = [Double](repeating: 0, count: classes)
        var highs = lows
        // Half a unit in the last place of each of the reference's running sums.
        var partial = [Double](repeating: 0, count: classes)
        var roundings = partial
        for leaves in leavesOfTrees {
            for k in 0..<classes {
                let margins = leaves.map { margin($0, k) }
                let (low, high) = (margins.min() ?? 0, margins.max() ?? 0)
                widest = max(widest, high - low)
                lows[k] += low
                highs[k] += high
                partial[k] += leaves.map { abs(weights[$0 * classes + k]) }.max() ?? 0
                roundings[k] += partial[k] * 0x1p-24 * 1.01
            }
        }
        let room = Self.range(trees: leavesOfTrees.count)
        let span = max(highs.max() ?? 0, 0) - min(lows.min() ?? 0, 0)
        var unit = max(widest / 254, span / room)
        if unit == 0 { unit = 1 }
        guard room > 1000, unit.isFinite, unit > 1e-30, (partial.max() ?? 0) < 1e37 else { return nil }

        var bytes = [[UInt8]](repeating: [], count: weights.count / classes)
        var totals = [0.0]
        var uncertainties = [0.0]
        for k in 1..<classes {
            var total = 0.0
            var error = (least: 0.0, most: 0.0)
            for leaves in leavesOfTrees {
                let low = leaves.map { margin($0, k) }.min() ?? 0
                let units = leaves.map { (margin($0, k) - low) / unit }
                let rounded = Self.rounded(units)
                for (leaf, byte) in zip(leaves, rounded.bytes) { bytes[leaf].append(byte) }
                let errors = zip(units, rounded.bytes).map { $0 - (Double($1) + rounded.offset) }
                error.least += errors.min() ?? 0
                error.most += errors.max() ?? 0
                total += rounded.offset + low / unit
            }
            totals.append(total + (error.least + error.most) / 2)
            uncertainties.append((error.most - error.least) / 2)
        }
        let base = totals.min() ?? 0
        var offsets: [UInt16] = []
        for k in 0..<classes {
            let offset = (totals[k] - base).rounded()
            guard offset <= 65_535 else { return nil }
            offsets.append(UInt16(offset))
            // The sums here are in double: a part in 2^40 covers their own roundings.
            let own = abs(totals[k] - base - offset) + roundings[k] / unit + (abs(totals[k]) + 1) * 0x1p-40
            uncertainties[k] += own
        }
        uncertainties.sort(by: >)
        let bound = (uncertainties[0] + uncertainties[1] + 1e-6).rounded(.up)
        guard bound < 30_000 else { return nil }
        (self.bytes, self.offsets, self.bound) = (bytes, offsets, Int(bound))
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
