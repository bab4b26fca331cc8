import Imaging

/// Compresses pixels that come in runs into a zlib stream (RFC 1950): masks, classes, labels.
///
/// A run is its first pixel and matches at the distance of one pixel, so that nothing is searched for. The same pixels give
/// the same bytes on every computer.
struct RunCompressor {
    /// Pixels that are looked at in one go; with a token for each of their bytes they fill half of the room.
    private static let pieceLength = 1 << 14
    /// A block ends behind so many tokens.
    private static let blockTokens = 1 << 16

    private let pixelBytes: Int
    private var bits = BitWriter()
    private var tokens = [UInt16](repeating: 0, count: 2 * blockTokens)
    private var tokenCount = 0
    private var ends = [UInt32](repeating: 0, count: pieceLength)
    /// The pixel before; nil at the beginning.
    private var last: UInt32?
    private var sum = RunChecksum()

    /// A stream of pixels with so many bytes: 1, 2 or 4.
    init(pixelBytes: Int) {
        self.pixelBytes = pixelBytes
        // Deflate with a window of 32 kB, made by the fastest way.
        bits.put(0x78, count: 8)
        bits.put(0x01, count: 8)
    }

    /// Adds bytes.
    mutating func append(_ pixels: UnsafeBufferPointer<UInt8>) {
        append(pixels.count) {
            RunEnds.find(in: .init(rebasing: pixels[$0]), into: $1)
        } value: {
            UInt32(pixels[$0])
        }
    }

    /// Adds 16-bit pixels.
    mutating func append(_ pixels: UnsafeBufferPointer<UInt16>) {
        append(pixels.count) {
            RunEnds.find(in: .init(rebasing: pixels[$0]), into: $1)
        } value: {
            UInt32(pixels[$0])
        }
    }

    /// Adds 32-bit pixels, of which the lowest bytes are kept.
    mutating func append(_ pixels: UnsafeBufferPointer<UInt32>) {
        append(pixels.count) {
            RunEnds.find(in: .init(rebasing: pixels[$0]), into: $1)
        } value: {
            pixels[$0]
        }
    }

    /// Adds what stands in `table` for each label.
    mutating func append(_ labels: UnsafeBufferPointer<UInt32>, table: UnsafeBufferPointer<UInt8>) {
        append(labels.count) {
            RunEnds.find(in: .init(rebasing: labels[$0]), into: $1)
        } value: {
            UInt32(table[Int(labels[$0])])
        }
    }

    /// Adds a row of a mask, `count` pixels: 255 for foreground, 0 for background.
    mutating func append(maskRow words: UnsafeBufferPointer<UInt64>, count: Int) {
        append(count) { pixels, ends in
            // Pieces begin at whole words.
            let rest = UnsafeBufferPointer(rebasing: words[(pixels.lowerBound / 64)...])
            return RunEnds.find(inMask: rest, count: pixels.count, into: ends)
        } value: {
            words[$0 / 64] &>> UInt64($0 % 64) & 1 == 0 ? 0 : 255
        }
    }

    /// The whole stream.
    consuming func finish() -> [UInt8] {
        endBlock(isLast: true)
        bits.align()
        let value = sum.adler32
        for shift in [24, 16, 8, 0] { bits.put(Int(value >> UInt32(shift) & 255), count: 8) }
        return bits.bytes
    }

    @inline(__always)
    private mutating func append(
        _ count: Int,
        ends find: (Range<Int>, UnsafeMutablePointer<UInt32>) -> Int,
        value: (Int) -> UInt32
    ) {
        switch pixelBytes {
        case 1: append(count, bytes: 1, find, value)
        case 2: append(count, bytes: 2, find, value)
        default: append(count, bytes: 4, find, value)
        }
    }

    @inline(__always)
    private mutating func append(
        _ count: Int,
        bytes: Int,
        _ find: (Range<Int>, UnsafeMutablePointer<UInt32>) -> Int,
        _ value: (Int) -> UInt32
    ) {
        for first in stride(from: 0, to: count, by: Self.pieceLength) {
            // Before the pixels rather than after them, so that the last block is never empty.
            if tokenCount >= Self.blockTokens { endBlock(isLast: false) }
            var (sum, last) = (sum, last)
            tokenCount = tokens.withUnsafeMutableBufferPointer { tokens in
                ends.withUnsafeMutableBufferPointer { ends in
                    guard let start = tokens.baseAddress, let places = ends.baseAddress else { return 0 }
                    var next = start + tokenCount
                    let runs = find(first..<min(count, first + Self.pieceLength), places)
                    var begin = 0
                    for index in 0..<runs {
                        let end = Int(places[index])
                        let pixel = value(first + begin)
                        sum.add(pixel, count: end - begin, bytes: bytes)
                        Self.put(pixel, count: end - begin, bytes: bytes, isNew: pixel != last, to: &next)
                        (begin, last) = (end, pixel)
                    }
                    return next - start
                }
            }
            (self.sum, self.last) = (sum, last)
            self.sum.reduce()
        }
    }

    /// Adds the tokens of a run; one that goes on from the pixel before needs no pixel of its own.
    @inline(__always)
    private static func put(
        _ pixel: UInt32,
        count: Int,
        bytes: Int,
        isNew: Bool,
        to next: inout UnsafeMutablePointer<UInt16>
    ) {
        var rest = count * bytes
        if isNew {
            for byte in 0..<bytes { next[byte] = UInt16(truncatingIfNeeded: pixel &>> UInt32(8 * byte) & 255) }
            next += bytes
            rest -= bytes
        }
        // Matches of whole pixels.
        let longest = bytes == 4 ? 256 : DeflateBlock.longest
        while rest > longest {
            // What is left must be long enough for a match.
            let part = rest - longest < 3 ? longest - 4 : longest
            next.pointee = UInt16(truncatingIfNeeded: DeflateBlock.match + part)
            next += 1
            rest -= part
        }
        if rest >= 3 {
            next.pointee = UInt16(truncatingIfNeeded: DeflateBlock.match + rest)
            next += 1
        } else {
            for byte in 0..<rest {
                next[byte] = UInt16(truncatingIfNeeded: pixel &>> UInt32(8 * (byte % bytes)) & 255)
            }
            next += rest
        }
    }

    private mutating func endBlock(isLast: Bool) {
        tokens.withUnsafeBufferPointer { tokens in
            let block = UnsafeBufferPointer(rebasing: tokens[..<tokenCount])
            DeflateBlock.write(block, distance: pixelBytes, isLast: isLast, to: &bits)
        }
        tokenCount = 0
    }
}
