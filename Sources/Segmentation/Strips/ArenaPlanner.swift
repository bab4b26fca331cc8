/// Places blocks of memory with known lifetimes; blocks whose lifetimes do not overlap may share memory.
struct ArenaPlanner {
    private struct Block {
        let range: Range<Int>
        let life: ClosedRange<Int>
    }

    private var blocks: [Block] = []
    /// Elements needed for everything placed so far.
    private(set) var elementCount = 0

    /// The offset of a new block of `count` elements that lives from `birth` to `death`, both included.
    mutating func place(_ count: Int, from birth: Int, until death: Int) -> Int {
        let life = birth...death
        let occupied = blocks.filter { $0.life.overlaps(life) }.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        var offset = 0
        for range in occupied {
            if range.lowerBound >= offset + count { break }
            offset = max(offset, range.upperBound)
        }
        blocks.append(Block(range: offset..<offset + count, life: life))
        elementCount = max(elementCount, offset + count)
        return offset
    }
}
