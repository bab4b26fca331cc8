/// Powers of float32 to the bit of PoCL's `pow` on CPUs, with which APOC squares distances and takes roots.
///
/// `pow(x, 2)` is no product there but exp(2 ln x), with polynomials and constants of AMD's device library; some results
/// differ from the rounded square in the last bit.
package enum ReferencePower {
    /// `pow(x, 2)`.
    package static func square(_ x: Float) -> Float { power(x, 2) }

    /// `pow(x, 0.5)`; NaN of finite numbers below 0.
    package static func squareRoot(_ x: Float) -> Float { x < 0 && x.isFinite ? .nan : power(x, 0.5) }

    /// |`x`| to a power above 0.
    private static func power(_ x: Float, _ y: Float) -> Float {
        if x == 1 || x.isNaN { return x }
        let magnitude = x.magnitude
        if magnitude == 0 || magnitude.isInfinite { return magnitude }
        return exponential(y * logarithm(magnitude))
    }

    private static let twoThirds = ExtendedFloat(high: 0.6666666, low: 3.5443044e-09)
    private static let logarithmOfTwo = ExtendedFloat(high: 0.6931472, low: -1.9046542e-09)

    /// The natural logarithm of a finite number above 0.
    ///
    /// With m between 2/3 and 4/3 and q = (m - 1) / (m + 1), ln m = 2q + q³ (2/3 + q² (2/5 + …)).
    private static func logarithm(_ x: Float) -> ExtendedFloat {
        let isSubnormal = x < Float.leastNormalMagnitude
        let bits = (isSubnormal ? x * 0x1p30 : x).bitPattern
        var exponent = Int(bits >> 23) - (isSubnormal ? 156 : 126)
        var mantissa = Float(bitPattern: bits & 0x007f_ffff | 0x3f00_0000)
        if mantissa < 0.6666667 {
            mantissa *= 2
            exponent -= 1
        }
        let quotient = (mantissa - 1) / ExtendedFloat.sum(mantissa, 1)
        let square = quotient.squared
        var rest = fused(square.high, 0.24098541, 0.28507054)
        rest = fused(square.high, rest, 0.40000865)
        let factor = twoThirds.addingSmaller(square * rest)
        let ofMantissa = quotient.doubled.addingSmaller((square * quotient) * factor)
        return logarithmOfTwo * Float(exponent) + ofMantissa
    }

    /// e to the power `x`: 2^k e^r with r = x - k ln 2, the logarithm in three parts.
    private static func exponential(_ x: ExtendedFloat) -> Float {
        if x.high > 89 { return .infinity }
        if x.high < -104 { return 0 }
        let exponent = (x.high * 1.442695).rounded(.toNearestOrEven)
        let first = ExtendedFloat.sum(x.high, -(exponent * 0.69314575))
        var rest = ExtendedFloat.normal(first.high, x.low + first.low)
        rest = rest - exponent * 1.4285324e-06
        rest = rest - exponent * 7.440617e-11
        var series = fused(rest.high, 0.0013744964, 0.008368945)
        series = fused(rest.high, series, 0.041669652)
        series = fused(rest.high, series, 0.16666518)
        series = fused(rest.high, series, 0.49999988)
        let value = rest.addingSmaller(rest.squared * series).high + 1
        return scaled(value, by: Int(exponent))
    }

    /// `value` × 2^`exponent` in five factors, which rounds results below the normal numbers as the reference does.
    private static func scaled(_ value: Float, by exponent: Int) -> Float {
        if -49...49 ~= exponent { return value * powerOfTwo(exponent) }
        let quarter = (exponent >> 2) + (exponent < 0 ? 1 : 0)
        let part = powerOfTwo(quarter)
        return value * powerOfTwo(exponent - 4 * quarter) * part * part * part * part
    }

    private static func powerOfTwo(_ exponent: Int) -> Float { Float(bitPattern: UInt32((exponent + 127) << 23)) }

    /// `a` × `b` + `c`, rounded once.
    private static func fused(_ a: Float, _ b: Float, _ c: Float) -> Float { c.addingProduct(a, b) }
}
