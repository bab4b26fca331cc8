/// A fraction of 32-bit whole numbers, as TIFF stores it.
struct Rational: Hashable {
    let numerator: UInt32
    let denominator: UInt32

    /// How many pixels go into one unit of length, for a pixel of `size` units; nil where 32 bits cannot say it.
    ///
    /// It is the simplest fraction that gives `size` back but for the last bits of a `Double`: 250/27 for 0.108. What was
    /// read from a fraction is therefore written as that fraction, in lowest terms.
    init?(pixelsPerUnit size: Double) {
        guard size.isFinite, size > 0, let (over, under) = Rational.fraction(of: size), over > 0 else { return nil }
        (numerator, denominator) = (under, over)
    }

    /// By continued fractions, on the exact value of the `Double`.
    private static func fraction(of value: Double) -> (UInt32, UInt32)? {
        // A `Double` is a whole number of 53 bits times a power of two; both fit into 128 bits in the range of UInt32.
        let exponent = Int(value.exponent) - Double.significandBitCount
        guard (-118...20).contains(exponent) else { return nil }
        let significand = UInt128(value.significandBitPattern | 1 << Double.significandBitCount)
        var (dividend, divisor) = (significand << max(0, exponent), UInt128(1) << max(0, -exponent))
        var (before, last) = ((over: UInt64(0), under: UInt64(1)), (over: UInt64(1), under: UInt64(0)))
        while divisor > 0 {
            let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
            (dividend, divisor) = (divisor, rest)
            guard let factor = UInt32(exactly: quotient).map(UInt64.init) else { break }
            let next = (over: factor * last.over + before.over, under: factor * last.under + before.under)
            guard max(next.over, next.under) <= UInt32.max else { break }
            (before, last) = (last, next)
            if abs(Double(last.over) / Double(last.under) - value) <= value * 0x1p-51 { break }
        }
        guard last.under > 0 else { return nil }
        return (UInt32(last.over), UInt32(last.under))
    }
}
