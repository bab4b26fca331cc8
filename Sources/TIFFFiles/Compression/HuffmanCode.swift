/// A prefix code of deflate (RFC 1951, 3.2.2): how many bits each symbol has, and which.
package struct HuffmanCode {
    /// Bits of each symbol's code; 0 where it does not occur.
    package let lengths: [UInt8]
    /// Each code as it is written, its first bit lowest.
    let codes: [UInt16]

    /// The code for symbols that occur so often, none longer than `limit` bits.
    ///
    /// Two queues, one of symbols by frequency and one of joined nodes, give Huffman's lengths; codes that are too long are
    /// cut, and others lengthened until all fit again.
    package init(frequencies: [Int], limit: Int) {
        let symbols = frequencies.indices.filter { frequencies[$0] > 0 }
            .sorted { (frequencies[$0], $0) < (frequencies[$1], $1) }
        var lengths = [UInt8](repeating: 0, count: frequencies.count)
        var counts = [Int](repeating: 0, count: limit + 1)
        if symbols.count < 3 {
            // A code of one symbol has one bit all the same.
            for symbol in symbols { lengths[symbol] = 1 }
            counts[1] = symbols.count
        } else {
            for depth in Self.depths(symbols.map { frequencies[$0] }) { counts[min(depth, limit)] += 1 }
            Self.limit(&counts)
            var place = 0
            for length in (1...limit).reversed() {
                for symbol in symbols[place..<place + counts[length]] { lengths[symbol] = UInt8(length) }
                place += counts[length]
            }
        }
        self.lengths = lengths
        codes = Self.codes(lengths, counts)
    }

    /// Depths of the leaves of a Huffman tree over ascending frequencies.
    private static func depths(_ frequencies: [Int]) -> [Int] {
        let leaves = frequencies.count
        var weights = frequencies
        var parents = [Int](repeating: 0, count: 2 * leaves - 1)
        var (leaf, joined) = (0, leaves)
        for node in leaves..<2 * leaves - 1 {
            var weight = 0
            for _ in 0..<2 {
                let takesLeaf = leaf < leaves && (joined == node || weights[leaf] <= weights[joined])
                let child = takesLeaf ? leaf : joined
                if takesLeaf { leaf += 1 } else { joined += 1 }
                parents[child] = node
                weight += weights[child]
            }
            weights.append(weight)
        }
        var depths = [Int](repeating: 0, count: 2 * leaves - 1)
        for node in (0..<2 * leaves - 2).reversed() { depths[node] = depths[parents[node]] + 1 }
        return Array(depths[..<leaves])
    }

    /// Lengthens shorter codes until those that were cut to the limit have room.
    private static func limit(_ counts: inout [Int]) {
        let limit = counts.count - 1
        var total = (1...limit).reduce(0) { $0 + counts[$1] << (limit - $1) }
        while total > 1 << limit {
            // One leaf above becomes a pair below, in which one of the longest finds its place.
            counts[limit] -= 1
            let length = (1..<limit).last { counts[$0] > 0 }!
            counts[length] -= 1
            counts[length + 1] += 2
            total -= 1
        }
    }

    private static func codes(_ lengths: [UInt8], _ counts: [Int]) -> [UInt16] {
        var next = [Int](repeating: 0, count: counts.count)
        for length in 2..<counts.count { next[length] = (next[length - 1] + counts[length - 1]) << 1 }
        return lengths.map { length in
            guard length > 0 else { return 0 }
            defer { next[Int(length)] += 1 }
            var reversed = 0
            for bit in 0..<Int(length) where next[Int(length)] >> bit & 1 == 1 {
                reversed |= 1 << (Int(length) - 1 - bit)
            }
            return UInt16(reversed)
        }
    }
}
