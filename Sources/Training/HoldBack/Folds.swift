/// A division of the rows that are learnt from into parts, each of which is judged by a forest of the others.
///
/// Units come in the order of a hash of the image's SHA-256 and the unit's number; each goes to the part that has the fewest rows
/// of the unit's most frequent class, the first of several.
package struct Folds: Sendable {
    /// The part of each row, block by block; -1 for rows that are held back for ever.
    package let parts: [[Int8]]
    /// How many parts there are: as many as were asked for, or as there are units.
    package let count: Int

    /// The most parts that are made.
    package static let most = 100

    /// Divides the rows of `blocks` into `wanted` parts.
    ///
    /// - Precondition: 2…`most` parts.
    /// - Parameter beat: called now and then.
    package init(_ wanted: Int, of blocks: [SampleBlock], byImage: Bool, beat: () -> Void = {}) {
        let units = HeldUnits(of: blocks, byImage: byImage, beat: beat) { block, row in !blocks[block].isTest[row] }
        count = min(wanted, units.all.count)
        var totals: [[Int32: Int]] = Array(repeating: [:], count: count)
        var ofUnits: [Int8] = []
        for (number, unit) in units.all.enumerated() {
            if number.isMultiple(of: 1 << 12) { beat() }
            // The smallest of equally frequent ones.
            let frequent = unit.rows.max { ($0.value, $1.key) < ($1.value, $0.key) }
            let annotation = frequent?.key ?? 0
            let part = (0..<count).min { one, other in
                func load(_ part: Int) -> (Int, Int) {
                    (totals[part][annotation] ?? 0, totals[part].values.reduce(0, +))
                }
                return load(one) < load(other)
            }
            for (annotation, rows) in unit.rows { totals[part ?? 0][annotation, default: 0] += rows }
            ofUnits.append(Int8(part ?? 0))
        }
        parts = blocks.enumerated().map { number, block in
            (0..<block.count).map { row in
                guard !block.isTest[row] else { return -1 }
                return units.number(ofBlock: number, unit: block.units[row]).map { ofUnits[$0] } ?? -1
            }
        }
    }
}
