/// How often each value occurs among the pixels that were looked at.
///
/// Values of 8 and 16 bits are counted one by one. Of 32-bit pixels some thousand a plane are kept instead.
struct Tones {
    /// So many 32-bit pixels of a plane are kept at most, and so many in all.
    static let mostOfPlane = 4_096
    private static let most = 1 << 20
    /// Numbers of bits of the detectors that there are.
    private static let detectorBits = [8, 10, 12, 14, 16]

    /// By value; empty for 32-bit pixels.
    private var counts: [UInt32]
    private var kept: [Float] = []
    private var total = 0

    /// Tones of pixels of `bits` bits: 8, 16 or 32.
    init(bits: Int) {
        counts = [UInt32](repeating: 0, count: bits > 16 ? 0 : 1 << bits)
    }

    /// Counts a row of whole numbers.
    mutating func add<Pixel: UnsignedInteger & FixedWidthInteger>(_ row: UnsafeBufferPointer<Pixel>) {
        counts.withUnsafeMutableBufferPointer { counts in
            for pixel in row { counts[Int(pixel)] &+= 1 }
        }
        total += row.count
    }

    /// Keeps a 32-bit pixel.
    mutating func keep(_ pixel: Float) {
        guard pixel.isFinite, kept.count < Self.most else { return }
        kept.append(pixel)
        total += 1
    }

    /// Puts what was kept in order, before it is asked for.
    mutating func finish() {
        kept.sort()
        if let largest = counts.lastIndex(where: { $0 > 0 }) { counts.removeLast(counts.count - 1 - largest) }
    }

    /// The smallest value that at least this share of the pixels does not exceed; 0 without pixels.
    func percentile(_ share: Double) -> Double {
        let wanted = max(1, Int((share * Double(total)).rounded(.up)))
        if counts.isEmpty { return total == 0 ? 0 : Double(kept[min(wanted, total) - 1]) }
        var seen = 0
        for (value, count) in counts.enumerated() {
            seen += Int(count)
            if seen >= wanted { return Double(value) }
        }
        return 0
    }

    /// The share of pixels outside a span: below it, or not below its end, whichever is more.
    func share(outside span: IntensitySpan) -> Double {
        guard total > 0 else { return 0 }
        var (below, above) = (0, 0)
        for pixel in kept {
            if pixel < span.smallest { below += 1 }
            if pixel >= span.largest { above += 1 }
        }
        for (value, count) in counts.enumerated() where count > 0 {
            if Float(value) < span.smallest { below += Int(count) }
            if Float(value) >= span.largest { above += Int(count) }
        }
        return Double(max(below, above)) / Double(total)
    }

    /// The share of pixels at the end of the detector's range: those that have the largest value of all, if that is the
    /// end of 8, 10, 12, 14 or 16 bits, also of bits that were moved up to fill 16. Otherwise 0; nil for 32-bit pixels.
    var saturatedShare: Double? {
        guard !counts.isEmpty, total > 0, let largest = counts.lastIndex(where: { $0 > 0 }) else { return nil }
        let isEnd = Self.detectorBits.contains { bits in
            largest == (1 << bits) - 1 || (largest > 255 && largest == ((1 << bits) - 1) << (16 - bits))
        }
        return isEnd ? Double(counts[largest]) / Double(total) : 0
    }
}
