/// The checksum of a zlib stream, Adler-32, from runs: over a run its two sums are arithmetic series.
struct RunChecksum {
    private static let modulus: UInt64 = 65521

    private var (low, high): (UInt64, UInt64) = (1, 0)

    /// The checksum so far.
    var adler32: UInt32 { UInt32((high % Self.modulus) << 16 | (low % Self.modulus)) }

    /// Adds `count` pixels of so many bytes; `reduce` must be called before a million bytes are added.
    @inline(__always)
    mutating func add(_ pixel: UInt32, count: Int, bytes: Int) {
        let (count, width) = (UInt64(truncatingIfNeeded: count), UInt64(truncatingIfNeeded: bytes))
        // Of one pixel: the sum of its bytes, and the same with each byte as often as it is added up.
        var (plain, weighted): (UInt64, UInt64) = (0, 0)
        for byte in 0..<bytes {
            let value = UInt64(pixel &>> UInt32(8 * byte) & 255)
            plain &+= value
            weighted &+= value &* (width - UInt64(byte))
        }
        high &+= count &* (width &* low &+ weighted) &+ (count &* (count &- 1) / 2) &* (width &* plain)
        low &+= count &* plain
    }

    /// Keeps the sums small.
    mutating func reduce() {
        low %= Self.modulus
        high %= Self.modulus
    }
}
