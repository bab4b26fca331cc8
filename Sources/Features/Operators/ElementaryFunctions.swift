/// Powers, exponentials, logarithms and cubic roots of float32 numbers, computed in double precision and rounded once.
///
/// The functions of a C library or of OpenCL differ from one to the next in the last bit. These are made of + − × ÷, fused
/// multiply-add, comparisons and integer operations in a fixed order, so that the host and every device give the same bits;
/// what is rounded is right to about 1e-15.
enum ElementaryFunctions {
    /// e to the power of `x`.
    static func exponential(_ x: Float) -> Float {
        x.isNaN ? x : Float(powerOfTwo(Double(x) * log2OfE))
    }

    /// e to the power of `x`, in double; not NaN.
    static func exponential(ofDouble x: Double) -> Double { powerOfTwo(x * log2OfE) }

    /// The natural logarithm of `x`.
    static func logarithm(_ x: Float) -> Float {
        if x.isNaN || x == .infinity { return x }
        if x < 0 { return .nan }
        if x == 0 { return -.infinity }
        let (exponent, logarithm) = splitLogarithm(x)
        return Float(logarithm.addingProduct(exponent, ln2))
    }

    /// The cubic root of `x`, which has the sign of `x`.
    static func cubicRoot(_ x: Float) -> Float {
        guard x.isFinite, x != 0 else { return x }
        let root = Float(powerOfTwo(binaryLogarithm(x.magnitude) / 3))
        return x < 0 ? -root : root
    }

    /// `x` to the power of `y`, with C's rules for zeros, infinities and NaN.
    static func power(_ x: Float, _ y: Float) -> Float {
        let isInteger = y.magnitude >= 0x1p24 || y.rounded(.towardZero) == y
        if isInteger, y.magnitude <= 64 { return integerPower(x, Int(y)) }
        if x == 1 { return 1 }
        if x.isNaN || y.isNaN { return .nan }
        let base = x.magnitude
        if y.isInfinite { return base == 1 ? 1 : (base > 1) == (y > 0) ? .infinity : 0 }
        let isOdd = isInteger && y.magnitude < 0x1p24 && Int(y) & 1 == 1
        let magnitude: Float
        if base == 0 || base.isInfinite {
            magnitude = (base == 0) == (y < 0) ? .infinity : 0
        } else if x < 0, !isInteger {
            return .nan
        } else if y == 0.5 {
            magnitude = base.squareRoot()
        } else {
            magnitude = Float(powerOfTwo(Double(y) * binaryLogarithm(base)))
        }
        return x.sign == .minus && isOdd ? -magnitude : magnitude
    }

    /// By multiplication: where the power lies exactly between two float32 numbers, a series would round it either way.
    private static func integerPower(_ x: Float, _ y: Int) -> Float {
        var (result, base, exponent) = (1.0, Double(x), y.magnitude)
        while exponent > 0 {
            if exponent & 1 == 1 { result *= base }
            base *= base
            exponent >>= 1
        }
        return Float(y < 0 ? 1 / result : result)
    }

    /// The binary logarithm of a positive, finite number.
    private static func binaryLogarithm(_ x: Float) -> Double {
        let (exponent, logarithm) = splitLogarithm(x)
        return exponent.addingProduct(logarithm, log2OfE)
    }

    /// A positive, finite number as 2 to the power of a whole number, and the natural logarithm of what is left of it.
    ///
    /// With m between √½ and √2, ln m = 2 artanh((m − 1) / (m + 1)), whose series ends at the 21st power below 1e-17.
    private static func splitLogarithm(_ x: Float) -> (exponent: Double, logarithm: Double) {
        let bits = Double(x).bitPattern
        var exponent = Int(bits >> 52) - 1023
        var m = Double(bitPattern: bits & 0xf_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
        if m >= 1.414_213_562_373_095_1 {
            m *= 0.5
            exponent += 1
        }
        let ratio = (m - 1) / (m + 1)
        let square = ratio * ratio
        var sum = 1.0 / 21
        for divisor in stride(from: 19.0, through: 3, by: -2) { sum = (1 / divisor).addingProduct(sum, square) }
        return (Double(exponent), 2 * ratio.addingProduct(sum * square, ratio))
    }

    /// 2 to the power of `t`, which must not be NaN; exact enough beyond the range of float32.
    private static func powerOfTwo(_ t: Double) -> Double {
        let t = t < -200 ? -200 : t > 200 ? 200 : t
        let whole = Int(t < 0 ? t - 0.5 : t + 0.5)
        let z = (t - Double(whole)) * ln2
        // The series of e to the power of z, |z| < 0.35, to the 14th power: what is left is below 1e-17.
        var factorial = 87_178_291_200.0
        var sum = 1 / factorial
        for next in stride(from: 14.0, through: 1, by: -1) {
            factorial /= next
            sum = (1 / factorial).addingProduct(sum, z)
        }
        return sum * Double(bitPattern: UInt64(whole + 1023) << 52)
    }

    private static let log2OfE = 1.442_695_040_888_963_4
    private static let ln2 = 0.693_147_180_559_945_3
}
