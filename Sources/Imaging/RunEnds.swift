/// Where runs of equal pixels end: outputs are compressed, and objects measured, run by run.
package enum RunEnds {
    /// Writes the end of each run into `ends`, counted from the first pixel, and gives how many there are.
    ///
    /// - Precondition: `ends` has room for as many numbers as there are pixels, which are fewer than 2^32.
    package static func find(
        in pixels: UnsafeBufferPointer<UInt8>,
        into ends: UnsafeMutablePointer<UInt32>
    ) -> Int {
        find(pixels, topBits: 0x8080_8080_8080_8080, ends)
    }

    /// The same for 16 bits.
    package static func find(
        in pixels: UnsafeBufferPointer<UInt16>,
        into ends: UnsafeMutablePointer<UInt32>
    ) -> Int {
        find(pixels, topBits: 0x8000_8000_8000_8000, ends)
    }

    /// The same for 32 bits.
    package static func find(
        in pixels: UnsafeBufferPointer<UInt32>,
        into ends: UnsafeMutablePointer<UInt32>
    ) -> Int {
        find(pixels, topBits: 0x8000_0000_8000_0000, ends)
    }

    /// The same for a row of a mask, `count` pixels of whose `words` are looked at.
    package static func find(
        inMask words: UnsafeBufferPointer<UInt64>,
        count: Int,
        into ends: UnsafeMutablePointer<UInt32>
    ) -> Int {
        guard count > 0 else { return 0 }
        var found = 0
        var before = words[0] & 1
        for index in 0..<(count + 63) / 64 {
            let word = words[index]
            // Set where a pixel differs from the one before it.
            var edges = word ^ (word << 1 | before)
            before = word >> 63
            let left = count - 64 * index
            if left < 64 { edges &= 1 << UInt64(left) - 1 }
            while edges != 0 {
                ends[found] = UInt32(truncatingIfNeeded: 64 * index + edges.trailingZeroBitCount)
                found += 1
                edges &= edges &- 1
            }
        }
        ends[found] = UInt32(truncatingIfNeeded: count)
        return found + 1
    }

    /// Compares each pixel with the one before it, eight words at a time.
    ///
    /// - Parameter topBits: the highest bit of every pixel of a word.
    @inline(__always)
    private static func find<Pixel: FixedWidthInteger>(
        _ pixels: UnsafeBufferPointer<Pixel>,
        topBits: UInt64,
        _ ends: UnsafeMutablePointer<UInt32>
    ) -> Int {
        guard pixels.count > 0, let first = pixels.baseAddress else { return 0 }
        let bytes = UnsafeRawPointer(first)
        let size = MemoryLayout<Pixel>.size
        let perWord = 8 / size
        var found = 0
        var place = 1
        while place + 8 * perWord <= pixels.count {
            let own = bytes.loadUnaligned(fromByteOffset: place * size, as: SIMD8<UInt64>.self)
            let before = bytes.loadUnaligned(fromByteOffset: (place - 1) * size, as: SIMD8<UInt64>.self)
            let differences = own ^ before
            let half = differences.lowHalf | differences.highHalf
            let quarter = half.lowHalf | half.highHalf
            if quarter[0] | quarter[1] != 0 {
                for index in 0..<8 {
                    let word = differences[index]
                    // The highest bit of each pixel that is not 0.
                    var edges = ((word & ~topBits) &+ ~topBits | word) & topBits
                    while edges != 0 {
                        let pixel = edges.trailingZeroBitCount / (8 * size)
                        ends[found] = UInt32(truncatingIfNeeded: place + perWord * index + pixel)
                        found += 1
                        edges &= edges &- 1
                    }
                }
            }
            place += 8 * perWord
        }
        while place < pixels.count {
            if pixels[place] != pixels[place - 1] {
                ends[found] = UInt32(truncatingIfNeeded: place)
                found += 1
            }
            place += 1
        }
        ends[found] = UInt32(truncatingIfNeeded: pixels.count)
        return found + 1
    }
}
