/// The single-precision exponential that PoCL takes from SLEEF, without fused multiply-add (Features/README.md, Gaussian).
///
/// A correctly rounded exponential differs from it in the last bit of some taps, and so in every blurred pixel.
enum SleefExponential {
    /// e to the power of `x`, at most one unit in the last place off.
    static func value(_ x: Float) -> Float {
        guard !x.isNaN else { return x }
        guard x >= -104 else { return 0 }
        guard x <= 104 else { return .infinity }
        let q = (x * log2OfE).rounded(.toNearestOrEven)
        var r = x - q * ln2High
        r = r - q * ln2Low
        var u: Float = 1.985_276_176_128_536_46e-4
        u = u * r + 1.393_043_552_525_341_51e-3
        u = u * r + 8.333_360_776_305_198_67e-3
        u = u * r + 4.166_648_536_920_547_49e-2
        u = u * r + 1.666_666_716_337_203_98e-1
        u = u * r + 0.5
        u = 1 + ((r * r) * u + r)
        return Float(sign: .plus, exponent: Int(q), significand: u)
    }

    private static let log2OfE: Float = 1.442_695_040_888_963_4
    private static let ln2High: Float = 0.693_145_751_953_125
    private static let ln2Low: Float = 1.428_606_765_330_187_045e-06
}
