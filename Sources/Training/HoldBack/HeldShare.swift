/// Which of new rows are held back from training for ever, so that about a share of all rows is.
///
/// What was decided for earlier rows holds (`EarlierDecisions`). Free units come in the order of a hash of the image's SHA-256
/// and the unit's number. Scribbles are shared out class by class, images all together: a unit is held back where that brings
/// the share nearer to the one asked for, and every class keeps rows to learn from. Where none is held back that way although
/// there are several, the smallest is.
package struct HeldShare: Sendable {
    /// About how many of the rows, 0…1.
    package var share: Double
    /// Whether whole images are held back, or scribbles, objects and rows.
    package var byImage: Bool

    /// A share of rows.
    package init(_ share: Double, byImage: Bool) { (self.share, self.byImage) = (share, byImage) }

    /// Marks rows of the blocks with the numbers `new` in `blocks`, given what was decided before.
    ///
    /// - Parameter beat: called now and then.
    /// - Returns: the blocks in which a unit joins earlier ones that were learnt from and others that were held back.
    @discardableResult
    package func mark(
        _ blocks: inout [SampleBlock],
        new: Set<Int>,
        earlier: [DecidedPlaces],
        beat: () -> Void = {}
    ) -> Set<Int> {
        let decisions = EarlierDecisions(&blocks, new: new, earlier: earlier, byImage: byImage, beat: beat)
        let isDecided = decisions.isDecided
        let free = HeldUnits(of: blocks, byImage: byImage, beat: beat) { block, row in !isDecided[block][row] }
        var balance = Balance(blocks)
        var held: Set<Int> = []
        if byImage {
            hold(Array(free.all.indices), of: free, nil, &balance, &held)
        } else {
            var ofAnnotations: [Int32: [Int]] = [:]
            for (number, unit) in free.all.enumerated() {
                for annotation in unit.rows.keys { ofAnnotations[annotation, default: []].append(number) }
            }
            for (annotation, numbers) in ofAnnotations.sorted(by: { $0.key < $1.key }) {
                beat()
                hold(numbers.filter { !held.contains($0) }, of: free, annotation, &balance, &held)
            }
        }
        for number in blocks.indices where new.contains(number) {
            for row in 0..<blocks[number].count where !isDecided[number][row] {
                let unit = free.number(ofBlock: number, unit: blocks[number].units[row])
                if let unit, held.contains(unit) { blocks[number].isTest[row] = true }
            }
        }
        return decisions.divided
    }

    /// Marks rows of new blocks that earlier decisions settle, and no others; as `mark` otherwise.
    @discardableResult
    package static func keepDecisions(
        _ blocks: inout [SampleBlock],
        new: Set<Int>,
        earlier: [DecidedPlaces],
        byImage: Bool,
        beat: () -> Void = {}
    ) -> Set<Int> {
        EarlierDecisions(&blocks, new: new, earlier: earlier, byImage: byImage, beat: beat).divided
    }

    /// Holds units back until the share is reached; of one annotation, or of all together.
    private func hold(
        _ numbers: [Int],
        of units: HeldUnits,
        _ annotation: Int32?,
        _ balance: inout Balance,
        _ chosen: inout Set<Int>
    ) {
        let target = share * Double(balance.count(balance.all, of: annotation))
        var held = Double(balance.count(balance.test, of: annotation))
        for number in numbers {
            let unit = units.all[number]
            let after = held + Double(balance.count(unit.rows, of: annotation))
            guard abs(after - target) < abs(held - target), balance.leavesAll(without: unit) else { continue }
            balance.hold(unit)
            chosen.insert(number)
            held = after
        }
        guard held == 0, target > 0 else { return }
        let smallest = numbers.filter { balance.leavesAll(without: units.all[$0]) }
            .min { units.all[$0].count < units.all[$1].count }
        guard let smallest else { return }
        balance.hold(units.all[smallest])
        chosen.insert(smallest)
    }

    /// How many rows there are of each annotation, and how many of them are held back.
    private struct Balance {
        var (all, test): ([Int32: Int], [Int32: Int]) = ([:], [:])

        init(_ blocks: [SampleBlock]) {
            for block in blocks {
                for (annotation, isTest) in zip(block.annotations, block.isTest) {
                    all[annotation, default: 0] += 1
                    if isTest { test[annotation, default: 0] += 1 }
                }
            }
        }

        func count(_ rows: [Int32: Int], of annotation: Int32?) -> Int {
            annotation.map { rows[$0] ?? 0 } ?? rows.values.reduce(0, +)
        }

        /// Whether every class of the unit would keep rows to learn from.
        func leavesAll(without unit: HeldUnit) -> Bool {
            unit.rows.allSatisfy { annotation, count in (all[annotation] ?? 0) - (test[annotation] ?? 0) > count }
        }

        mutating func hold(_ unit: HeldUnit) {
            for (annotation, count) in unit.rows { test[annotation, default: 0] += count }
        }
    }
}
