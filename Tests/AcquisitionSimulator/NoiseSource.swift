import Glibc
import Imaging

/// Seeded random numbers: uniform ones, and normal deviates by Box and Muller.
struct NoiseSource {
    private var source: SplitMix
    private var spare: Double?

    /// The sequence of `seed`.
    init(seed: UInt64) { source = SplitMix(seed: seed) }

    /// Uniform in `range`.
    mutating func uniform(in range: ClosedRange<Double> = 0...1) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(source.next() >> 11) * 0x1p-53
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
