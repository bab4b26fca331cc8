/// A block of deflate with codes of its own (RFC 1951, 3.2.7), made of literals and of matches at one distance.
enum DeflateBlock {
    /// Literals are 0…255; a match of n bytes is `match` + n.
    static let match = 256
    /// The most bytes of a match.
    static let longest = 258
    private static let tokenKinds = match + longest + 1
    private static let endOfBlock = 256
    /// In this order the lengths of the first code are written, so that the rare ones can be left out.
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// Writes `tokens`, whose matches all go back `distance` bytes, 1 to 4.
    static func write(_ tokens: UnsafeBufferPointer<UInt16>, distance: Int, isLast: Bool, to bits: inout BitWriter) {
        var tallies = [Int](repeating: 0, count: tokenKinds)
        tallies.withUnsafeMutableBufferPointer { tallies in
            for token in tokens { tallies[Int(token)] += 1 }
        }
        var frequencies = Array(tallies[..<256]) + [1] + [Int](repeating: 0, count: 29)
        for length in 3...longest { frequencies[MatchLength.symbols[length]] += tallies[match + length] }
        let code = HuffmanCode(frequencies: frequencies, limit: 15)
        bits.put(isLast ? 1 : 0, count: 1)
        bits.put(2, count: 2)
        // The symbols of the distances 1 to 4 are 0 to 3. A single one has a code of one bit, which is 0.
        putCodes(code.lengths, [UInt8](repeating: 0, count: distance - 1) + [1], to: &bits)
        var codes = [UInt64](repeating: 0, count: tokenKinds)
        for literal in 0..<256 { codes[literal] = UInt64(code.codes[literal]) << 8 | UInt64(code.lengths[literal]) }
        for length in 3...longest {
            let symbol = MatchLength.symbols[length]
            let own = UInt64(code.lengths[symbol])
            let extra = UInt64(length - MatchLength.bases[symbol - 257]) << own
            let count = own + UInt64(MatchLength.extraBits[symbol - 257]) + 1
            codes[match + length] = (UInt64(code.codes[symbol]) | extra) << 8 | count
        }
        bits.put(tokens, codes: codes)
        bits.put(Int(code.codes[endOfBlock]), count: Int(code.lengths[endOfBlock]))
    }

    private static func putCodes(_ literals: [UInt8], _ distances: [UInt8], to bits: inout BitWriter) {
        let used = (literals.lastIndex { $0 > 0 } ?? 0) + 1
        let symbols = runLengths(of: Array(literals[..<used]) + distances)
        var frequencies = [Int](repeating: 0, count: 19)
        for symbol in symbols { frequencies[symbol.symbol] += 1 }
        let code = HuffmanCode(frequencies: frequencies, limit: 7)
        let count = max(4, (order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
        bits.put(used - 257, count: 5)
        bits.put(distances.count - 1, count: 5)
        bits.put(count - 4, count: 4)
        for symbol in order[..<count] { bits.put(Int(code.lengths[symbol]), count: 3) }
        for symbol in symbols {
            bits.put(Int(code.codes[symbol.symbol]), count: Int(code.lengths[symbol.symbol]))
            bits.put(symbol.extra, count: symbol.bits)
        }
    }

    /// The lengths of codes as symbols of their own: repetitions are counted.
    private static func runLengths(of lengths: [UInt8]) -> [(symbol: Int, extra: Int, bits: Int)] {
        var symbols: [(symbol: Int, extra: Int, bits: Int)] = []
        var index = 0
        while index < lengths.count {
            let value = lengths[index]
            let run = lengths[index...].prefix { $0 == value }.count
            if value == 0, run >= 3 {
                let part = min(run, 138)
                symbols.append(part < 11 ? (17, part - 3, 3) : (18, part - 11, 7))
                index += part
            } else if index > 0, lengths[index - 1] == value, run >= 3 {
                let part = min(run, 6)
                symbols.append((16, part - 3, 2))
                index += part
            } else {
                symbols.append((Int(value), 0, 0))
                index += 1
            }
        }
        return symbols
    }
}

/// The symbols of deflate for the lengths of matches (RFC 1951, 3.2.5).
private enum MatchLength {
    /// Of each symbol from 257 on, how many bits follow it.
    static let extraBits = [Int](repeating: 0, count: 8) + (1...5).flatMap { [$0, $0, $0, $0] } + [0]
    /// Of each symbol from 257 on, the shortest length; the longest has one of its own.
    static let bases =
        extraBits.dropLast().reduce(into: [3]) { $0.append($0[$0.count - 1] + 1 << $1) }.dropLast() + [258]
    /// By length, its symbol.
    static let symbols = (0...258).map { length in 257 + (bases.lastIndex { $0 <= length } ?? 0) }
}
