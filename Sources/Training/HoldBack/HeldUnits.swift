/// The units among some rows of a book, by the hash of image and number.
///
/// An image may come several times: with more drawn on it since, with two annotations, or under two names. As a whole it is one
/// unit all the same; of its scribbles and objects those are one that have a place in common. The rows of tables are known by
/// their values alone: equal ones are one unit, and so are, as wholes, tables that share a row.
package struct HeldUnits: Sendable {
    /// The units, in their order.
    package let all: [HeldUnit]
    /// Which of them each part is in.
    private let numbers: [HeldUnit.Part: Int]
    private let byImage: Bool

    /// The units among the rows of `blocks` that `isWanted` names.
    ///
    /// - Parameters:
    ///   - byImage: whether whole images and tables are units.
    ///   - beat: called now and then; there may be millions of rows.
    package init(
        of blocks: [SampleBlock],
        byImage: Bool,
        beat: () -> Void = {},
        where isWanted: (_ block: Int, _ row: Int) -> Bool
    ) {
        var rest = 1
        func tick() {
            rest -= 1
            guard rest == 0 else { return }
            beat()
            rest = Self.rowsPerBeat
        }
        var units: [HeldUnit] = []
        var numbers: [HeldUnit.Part: Int] = [:]
        var ofRows: [[Int32]] = []
        for (number, block) in blocks.enumerated() {
            var own: [UInt32: Int] = [:]
            var ofBlock = [Int32](repeating: -1, count: block.count)
            for row in 0..<block.count where isWanted(number, row) {
                tick()
                let unit = byImage ? 0 : block.units[row]
                let place: Int
                if let known = own[unit] {
                    place = known
                } else {
                    place = units.count
                    own[unit] = place
                    let part = HeldUnit.Part(block: number, unit: unit)
                    numbers[part] = place
                    units.append(HeldUnit(part, imageSHA256: block.imageSHA256, byImage: byImage))
                }
                units[place].add(block.annotations[row])
                ofBlock[row] = Int32(place)
            }
            ofRows.append(ofBlock)
        }
        var sets = DisjointSets(count: units.count)
        let groups = ImageGroups(blocks.map { ($0.image, $0.imageSHA256) }).numbers
        if byImage { Self.join(units, groups, &sets) }
        let areTables = blocks.contains(where: \.isOfTable)
        if !byImage || areTables {
            for same in Dictionary(grouping: blocks.indices, by: { areTables ? 0 : groups[$0] }).values {
                guard areTables || same.count > 1 else { continue }
                var first: [UInt64: Int32] = [:]
                for number in same {
                    for (place, unit) in zip(blocks[number].places, ofRows[number]) where unit >= 0 {
                        tick()
                        if let other = first[place] { sets.join(Int(other), Int(unit)) } else { first[place] = unit }
                    }
                }
            }
        }
        (all, self.numbers) = Self.joined(units, numbers, sets.numbers())
        self.byImage = byImage
    }

    /// The number of the unit of a row among all; nil where the row is in none.
    package func number(ofBlock block: Int, unit: UInt32) -> Int? {
        numbers[HeldUnit.Part(block: block, unit: byImage ? 0 : unit)]
    }

    private static let rowsPerBeat = 1 << 16

    private static func join(_ units: [HeldUnit], _ groups: [Int], _ sets: inout DisjointSets) {
        var first: [Int: Int] = [:]
        for (number, unit) in units.enumerated() {
            let group = groups[unit.parts[0].block]
            if let other = first[group] { sets.join(other, number) } else { first[group] = number }
        }
    }

    private static func joined(
        _ units: [HeldUnit],
        _ numbers: [HeldUnit.Part: Int],
        _ sets: (numbers: [UInt32], count: Int)
    ) -> ([HeldUnit], [HeldUnit.Part: Int]) {
        var joined: [HeldUnit?] = Array(repeating: nil, count: sets.count)
        for (unit, set) in zip(units, sets.numbers) {
            if joined[Int(set)] == nil { joined[Int(set)] = unit } else { joined[Int(set)]?.add(unit) }
        }
        let whole = joined.compactMap(\.self)
        let order = whole.indices.sorted { whole[$0].precedes(whole[$1]) }
        var places = [Int](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { places[number] = place }
        return (order.map { whole[$0] }, numbers.mapValues { places[Int(sets.numbers[$0])] })
    }
}
