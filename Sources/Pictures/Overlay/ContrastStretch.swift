/// Which values are shown black and white: percentiles of all pixels, so that a few hot ones do not darken the picture.
package struct ContrastStretch: Sendable, Equatable {
    /// The share of pixels that may be black, and the share that may be white, as a percentage; what is between is linear.
    package static let cut = 0.2

    /// Shown black.
    package var low: Float
    /// Shown white; larger than `low`, or equal where all pixels are alike.
    package var high: Float

    /// Measures pixels; those that are NaN or infinite do not count. Values of nothing but such are 0 to 0.
    ///
    /// Exact: two histograms over the bits of the numbers find a percentile without sorting.
    package init(_ pixels: [Float]) {
        let count = pixels.reduce(0) { $0 + ($1.isFinite ? 1 : 0) }
        guard count > 0 else {
            (low, high) = (0, 0)
            return
        }
        let cut = Int(Double(count) * Self.cut / 100)
        low = Self.value(ofRank: cut, in: pixels)
        high = Self.value(ofRank: count - 1 - cut, in: pixels)
        if low == high {
            // Less than the cut stands out: then it is what the picture is about.
            low = Self.value(ofRank: 0, in: pixels)
            high = Self.value(ofRank: count - 1, in: pixels)
        }
    }

    /// The contrast of those two values.
    package init(low: Float, high: Float) { (self.low, self.high) = (low, high) }

    /// Whether there is nothing to stretch.
    package var isFlat: Bool { low == high }

    /// How bright a value is shown, 0 to 1; NaN is black.
    package func brightness(_ value: Float) -> Float {
        // As doubles: the span of floats can be larger than floats are.
        let share = (Double(value) - Double(low)) / (Double(high) - Double(low))
        return share > 0 ? Float(min(share, 1)) : 0
    }

    /// The value that `rank` finite pixels lie before in ascending order.
    private static func value(ofRank rank: Int, in pixels: [Float]) -> Float {
        var rank = rank
        let upper = bin(&rank, pixels) { bits in Int(bits >> 16) }
        let lower = bin(&rank, pixels) { bits in Int(bits >> 16) == upper ? Int(bits & 0xFFFF) : nil }
        return number(UInt32(upper) << 16 | UInt32(lower))
    }

    /// The bin that holds the pixel of that rank; the rank is counted from the beginning of that bin afterwards.
    @inline(__always)
    private static func bin(_ rank: inout Int, _ pixels: [Float], _ place: (UInt32) -> Int?) -> Int {
        var counts = [UInt32](repeating: 0, count: 1 << 16)
        counts.withUnsafeMutableBufferPointer { counts in
            for pixel in pixels where pixel.isFinite {
                if let bin = place(order(pixel)) { counts[bin] &+= 1 }
            }
        }
        for (bin, count) in counts.enumerated() {
            if rank < Int(count) { return bin }
            rank -= Int(count)
        }
        return 0
    }

    /// Whole numbers in the order of the floats.
    @inline(__always)
    private static func order(_ value: Float) -> UInt32 {
        let bits = value.bitPattern
        return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    }

    private static func number(_ order: UInt32) -> Float {
        Float(bitPattern: order & 0x8000_0000 == 0 ? ~order : order & 0x7FFF_FFFF)
    }
}
