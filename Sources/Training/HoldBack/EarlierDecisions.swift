/// What earlier trainings settle of the rows of new blocks: a unit stays what it was.
///
/// A unit that shares a place with what was learnt from is learnt from, one that shares a place with what was held back is held
/// back; places that only lie beside each other do not count. Of a unit that does both, because it joins two earlier ones, the
/// places that were held back stay so, and the rest is learnt from. An image of which something was learnt is no test image any
/// more, and all that is drawn on one that was held back as a whole is held back. Tables are known by their rows alone.
struct EarlierDecisions {
    /// Block by block and row by row, whether it is decided.
    private(set) var isDecided: [[Bool]]
    /// The blocks with units that are divided.
    private(set) var divided: Set<Int> = []

    private struct Touch: OptionSet {
        let rawValue: UInt8
        static let (trained, held) = (Touch(rawValue: 1), Touch(rawValue: 2))
    }

    /// Marks the rows of the blocks with the numbers `new` that earlier decisions settle.
    init(
        _ blocks: inout [SampleBlock],
        new: Set<Int>,
        earlier: [DecidedPlaces],
        byImage: Bool,
        beat: () -> Void
    ) {
        isDecided = blocks.enumerated().map { Array(repeating: !new.contains($0), count: $1.count) }
        let earlier = earlier.filter { !$0.isEmpty }
        guard !earlier.isEmpty else { return }
        let areTables = blocks.contains(where: \.isOfTable)
        let images = blocks.map { ($0.image, $0.imageSHA256) } + earlier.map { ($0.image, $0.imageSHA256) }
        let groups = ImageGroups(images).numbers
        let same = blocks.indices.map { number in
            earlier.indices.filter { areTables || groups[blocks.count + $0] == groups[number] }.map { earlier[$0] }
        }
        let units = HeldUnits(of: blocks, byImage: false, beat: beat) { block, _ in new.contains(block) }
        let wholes = HeldUnits(of: blocks, byImage: true, beat: beat) { block, _ in new.contains(block) }
        var ofUnits = [Touch](repeating: [], count: units.all.count)
        var ofWholes = [Touch](repeating: [], count: wholes.all.count)
        for number in new.sorted() where !same[number].isEmpty {
            let block = blocks[number]
            if let whole = wholes.number(ofBlock: number, unit: 0), !areTables {
                for decided in same[number] { ofWholes[whole].formUnion(decided.isOfTestImage ? .held : .trained) }
            }
            beat()
            for row in 0..<block.count {
                let touch = Self.touch(block.places[row], same[number])
                guard touch != [], let unit = units.number(ofBlock: number, unit: block.units[row]) else { continue }
                ofUnits[unit].formUnion(touch)
                if areTables, let whole = wholes.number(ofBlock: number, unit: 0) { ofWholes[whole].formUnion(touch) }
            }
        }
        for number in new.sorted() where !same[number].isEmpty {
            guard let whole = wholes.number(ofBlock: number, unit: 0) else { continue }
            let ofWhole = byImage || !areTables ? ofWholes[whole] : []
            if ofWhole == .held {
                blocks[number].isTest = Array(repeating: true, count: blocks[number].count)
                isDecided[number] = Array(repeating: true, count: blocks[number].count)
                continue
            }
            beat()
            for row in 0..<blocks[number].count {
                let unit = units.number(ofBlock: number, unit: blocks[number].units[row])
                let ofUnit = unit.map { ofUnits[$0] } ?? []
                if ofUnit == [.trained, .held] {
                    divided.insert(number)
                    blocks[number].isTest[row] = Self.touch(blocks[number].places[row], same[number]) == .held
                } else {
                    blocks[number].isTest[row] = ofUnit == .held
                }
                isDecided[number][row] = ofUnit != [] || byImage && ofWhole != []
            }
        }
    }

    /// A place that was both was learnt from.
    private static func touch(_ place: UInt64, _ decided: [DecidedPlaces]) -> Touch {
        if decided.contains(where: { $0.isTrained(place) }) { return .trained }
        return decided.contains { $0.isHeld(place) } ? .held : []
    }
}
