import Glibc

/// Seeded random numbers: SplitMix64 (Steele, Lea and Flood 2014), and normal deviates by Box and Muller.
struct RandomSource {
    private var state: UInt64
    private var spare: Double?

    /// The sequence of `seed`.
    init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// Uniform in `range`.
    mutating func uniform(in range: ClosedRange<Double> = 0...1) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(next() >> 11) * 0x1p-53
    }

    /// Mean 0, standard deviation 1.
    mutating func normal() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        let length = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = length * sin(angle)
        return length * cos(angle)
    }
}
