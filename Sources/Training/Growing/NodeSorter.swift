/// Brings the rows of a node into the order of a feature, by their places among all rows.
///
/// Each place is a bit, and bits are found in ascending order: that takes a step a row, and one for 64 places of the
/// column. Where rows are much fewer than those, their places are sorted.
final class NodeSorter {
    /// The places of the rows that were sorted last, ascending.
    let places: Scratch<UInt32>
    /// All 0 between two calls.
    private let bits: Scratch<UInt64>
    private let wordCount: Int

    /// A sorter for columns of that length.
    init(count: Int) {
        wordCount = (count + 63) / 64
        places = Scratch(repeating: 0, count: count)
        bits = Scratch(repeating: 0, count: wordCount)
    }

    /// Sorts the rows into `places`.
    func sort(_ rows: UnsafePointer<UInt32>, count: Int, ranks: UnsafePointer<UInt32>) {
        if count <= 24 {
            insert(rows, count, ranks)
        } else if count * 16 < wordCount {
            for index in 0..<count { places.start[index] = ranks[Int(rows[index])] }
            var chosen = UnsafeMutableBufferPointer(start: places.start, count: count)
            chosen.sort()
        } else {
            mark(rows, count, ranks)
        }
    }

    private func insert(_ rows: UnsafePointer<UInt32>, _ count: Int, _ ranks: UnsafePointer<UInt32>) {
        let places = places.start
        for index in 0..<count {
            let place = ranks[Int(rows[index])]
            var hole = index
            while hole > 0, places[hole - 1] > place {
                places[hole] = places[hole - 1]
                hole -= 1
            }
            places[hole] = place
        }
    }

    private func mark(_ rows: UnsafePointer<UInt32>, _ count: Int, _ ranks: UnsafePointer<UInt32>) {
        let (bits, places) = (bits.start, places.start)
        var (first, last) = (UInt32.max, UInt32(0))
        for index in 0..<count {
            let place = ranks[Int(rows[index])]
            bits[Int(place >> 6)] |= 1 << UInt64(place & 63)
            first = min(first, place)
            last = max(last, place)
        }
        var found = 0
        for word in Int(first >> 6)...Int(last >> 6) {
            var left = bits[word]
            bits[word] = 0
            while left != 0 {
                places[found] = UInt32(truncatingIfNeeded: word << 6 + left.trailingZeroBitCount)
                found += 1
                left &= left - 1
            }
        }
    }
}
