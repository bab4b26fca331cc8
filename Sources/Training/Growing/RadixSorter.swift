/// Sorts the rows of a column by their values, in three passes of 11 bits.
struct RadixSorter {
    private var keys: [UInt64]
    private var spare: [UInt64]

    /// A sorter of columns of that length.
    init(count: Int) {
        keys = [UInt64](repeating: 0, count: count)
        spare = keys
    }

    /// For each value in ascending order its key in the upper half and its row in the lower.
    mutating func sort(_ column: [Float]) -> [UInt64] {
        for (row, value) in column.enumerated() { keys[row] = UInt64(Self.key(of: value)) << 32 | UInt64(row) }
        for shift in [32, 43, 54] {
            var starts = [Int](repeating: 0, count: 2049)
            keys.withUnsafeBufferPointer { keys in
                spare.withUnsafeMutableBufferPointer { spare in
                    for key in keys { starts[Int((key >> shift) & 2047) + 1] += 1 }
                    for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
                    for key in keys {
                        let digit = Int((key >> shift) & 2047)
                        spare[starts[digit]] = key
                        starts[digit] += 1
                    }
                }
            }
            swap(&keys, &spare)
        }
        return keys
    }

    /// Whole numbers in the order of the values; those of -0 and 0 are the same.
    static func key(of value: Float) -> UInt32 {
        let bits = (value == 0 ? 0 : value).bitPattern
        return bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
    }

    /// The value of a key.
    static func value(of key: UInt32) -> Float {
        Float(bitPattern: key >> 31 == 0 ? ~key : key & 0x7fff_ffff)
    }
}
