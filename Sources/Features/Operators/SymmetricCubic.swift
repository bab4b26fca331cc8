/// The eigenvalues of a symmetric 3 × 3 matrix as the roots of its characteristic polynomial, in float32.
///
/// The closed form loses up to 1e-4 of the largest entry, and thresholds of forests were found on what it gives; with it 3D
/// projects vote as where they were trained. Every operation is rounded by itself, none is fused. The arctangent is SLEEF's
/// polynomial, sine and cosine those of the Cephes library, so that no device's library is asked.
package struct SymmetricCubic {
    /// The smallest eigenvalue first.
    package let ascending: (Float, Float, Float)

    /// The eigenvalues of the matrix with the given upper triangle, row by row; which axis is called first decides roundings.
    ///
    /// See D. Eberly, Eigensystems for 3 × 3 symmetric matrices, for the cubic: with c₀, c₁, c₂ its coefficients and
    /// a = (c₁ − c₂² / 3) / 3, b = (c₀ + c₂ / 3 × (2 c₂² / 9 − c₁)) / 2, q = b² + a³, the roots are c₂ / 3 + 2 √−a cos φ and
    /// c₂ / 3 − √−a (cos φ ± √3 sin φ), where φ is a third of the angle of (b, √−q).
    @inline(__always)
    package init(_ xx: Float, _ xy: Float, _ xz: Float, _ yy: Float, _ yz: Float, _ zz: Float) {
        let first = Self.larger(Self.larger(xx.magnitude, xy.magnitude), Self.larger(xz.magnitude, yy.magnitude))
        let largest = Self.larger(first, Self.larger(yz.magnitude, zz.magnitude))
        let scale = largest == 0 ? 1 : largest
        let (xx, xy, xz) = (xx / scale, xy / scale, xz / scale)
        let (yy, yz, zz) = (yy / scale, yz / scale, zz / scale)

        let products = xx * yy * zz + 2 * xy * xz * yz
        let c0 = products - xx * yz * yz - yy * xz * xz - zz * xy * xy
        let c1 = xx * yy - xy * xy + xx * zz - xz * xz + yy * zz - yz * yz
        let c2 = xx + yy + zz
        let third = Float(1) / 3
        let mean = c2 * third
        let a = Self.smaller((c1 - c2 * mean) * third, 0)
        let b = 0.5 * (c0 + mean * (2 * mean * mean - c1))
        let q = Self.smaller(b * b + a * a * a, 0)

        let magnitude = (-a).squareRoot()
        let (sine, cosine) = Self.sineAndCosine(Self.angle((-q).squareRoot(), b) * third)
        let across = Float(3).squareRoot() * sine
        let r0 = mean + 2 * magnitude * cosine
        let r1 = mean - magnitude * (cosine + across)
        let r2 = mean - magnitude * (cosine - across)

        let (low, high) = (Self.smaller(r0, r1), Self.larger(r0, r1))
        let inner = Self.larger(low, r2)
        ascending = (
            Self.smaller(low, r2) * scale, Self.smaller(high, inner) * scale, Self.larger(high, inner) * scale
        )
    }

    @inline(__always)
    private static func smaller(_ a: Float, _ b: Float) -> Float { a < b ? a : b }

    @inline(__always)
    private static func larger(_ a: Float, _ b: Float) -> Float { a > b ? a : b }

    /// The angle of (x, y) in 0…π for y ≥ 0.
    ///
    /// Where x is 0 and y is not, it is 0, or π for -0, rather than π / 2, as it is where the thresholds come from.
    @inline(__always)
    private static func angle(_ y: Float, _ x: Float) -> Float {
        let (width, height) = (x.magnitude, y.magnitude)
        let isLeft = x.sign == .minus
        let isSteep = height > width
        let (numerator, denominator) = isSteep ? (-width, height) : (height, width)
        if numerator == 0 { return isLeft ? pi : 0 }
        let s = numerator / denominator
        let t = s * s
        var sum: Float = 0.002_823_638_96
        sum = t * sum - 0.015_956_902_9
        sum = t * sum + 0.042_504_988_6
        sum = t * sum - 0.074_890_092
        sum = t * sum + 0.106_347_933
        sum = t * sum - 0.142_027_363
        sum = t * sum + 0.199_926_957
        sum = t * sum - 0.333_331_019
        let turns: Float = (isLeft ? -2 : 0) + (isSteep ? 1 : 0)
        let angle = turns * halfPi + ((t * s) * sum + s)
        return isLeft ? -angle : angle
    }

    /// Sine and cosine of an angle in 0…π / 3, from the series of both around 0 or π / 2.
    @inline(__always)
    private static func sineAndCosine(_ angle: Float) -> (Float, Float) {
        let isBeyond = angle * 1.273_239_544_735_16 >= 1
        // π / 2 in three parts, so that the difference loses nothing.
        let x = isBeyond ? ((angle - 1.570_312_5) - 4.837_512_969_970_703_125e-4) - 7.549_789_954_891_882e-8 : angle
        let z = x * x
        var even: Float = 2.443_315_711_809_948e-5
        even = even * z - 1.388_731_625_493_765e-3
        even = even * z + 4.166_664_568_298_827e-2
        even = ((even * z) * z - z * 0.5) + 1
        var odd: Float = -1.951_529_589_1e-4
        odd = odd * z + 8.332_160_873_6e-3
        odd = odd * z - 1.666_665_461_1e-1
        odd = (odd * z) * x + x
        return isBeyond ? (even, -odd) : (odd, even)
    }

    /// π and its half, each the nearest float32.
    private static var pi: Float { 0x1.921fb6p+1 }
    private static var halfPi: Float { 0x1.921fb6p+0 }
}
