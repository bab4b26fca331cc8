import Imaging
import Kernels

extension FeatureFamily {
    /// Eigenvalues of the matrix of second differences (Features/README.md, Hessian).
    static let hessian = FeatureFamily(
        features: [
            FeatureDefinition("small_hessian_eigenvalue", HessianEigenvalue(isLarge: false)),
            FeatureDefinition("large_hessian_eigenvalue", HessianEigenvalue(isLarge: true)),
            FeatureDefinition(
                "hessian_eigenvalues",
                refused: "APOC's kernel for it does not compile — write small_hessian_eigenvalue or "
                    + "large_hessian_eigenvalue"
            ),
        ],
        kernels: [HessianEigenvalue.ofPlanes, HessianEigenvalue.ofVolumes],
        deviations: [HessianEigenvalue.deviation]
    )
}

/// The smallest or the largest eigenvalue of the matrix of second differences.
struct HessianEigenvalue: FeatureOperator {
    let isLarge: Bool

    fileprivate static let ofPlanes = FeatureKernel(
        "hessian_2d",
        in: KernelFile("hessian_2d", PackageResources.hessian_2d_cl, in: .neighbours),
        stage: .derivative
    )
    fileprivate static let ofVolumes = FeatureKernel(
        "hessian_3d",
        in: KernelFile("hessian_3d", PackageResources.hessian_3d_cl, in: .volumes),
        stage: .derivative
    )
    fileprivate static let deviation = FeatureDeviation(
        "eigenvalues in 3D are computed in double precision; APOC's solver works in float32, and differs by up to 1e-4 of "
            + "the local contrast"
    )

    var halo: Int { 1 }

    func deviation(onDimensions dimensions: Int) -> FeatureDeviation? { dimensions > 2 ? Self.deviation : nil }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        guard size.is3D else { return Neighbourhood.map(inputs[0], size) { Self.ofPlane($0, isLarge: isLarge) } }
        return Neighbourhood.map(inputs[0], size) { pixel in
            var matrix = SymmetricMatrix(pixel)
            matrix.diagonalise()
            return Float(isLarge ? matrix.largest : matrix.smallest)
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] {
        [FeaturePass(is3D ? Self.ofVolumes : Self.ofPlanes, halo: 1, option: isLarge ? 1 : 0)]
    }

    /// The closed form, rounded where the reference rounds.
    @inline(__always)
    private static func ofPlane(_ pixel: Neighbourhood, isLarge: Bool) -> Float {
        let xx = secondDifference(pixel.shifted(-1, 0), pixel[0, 0], pixel.shifted(1, 0))
        let yy = secondDifference(pixel[0, -1], pixel[0, 0], pixel[0, 1])
        let xy = mixedDifference(
            pixel.shifted(-1, -1),
            pixel.shifted(1, 1),
            pixel.shifted(-1, 1),
            pixel.shifted(1, -1)
        )
        let trace = xx + yy
        let difference = xx - yy
        let root = (difference * difference).addingProduct(4 * xy, xy).squareRoot()
        let (middle, distance) = (Double(trace) / 2, Double(root) / 2)
        return Float(isLarge ? middle + distance : middle - distance)
    }

    @inline(__always)
    static func secondDifference(_ before: Float, _ centre: Float, _ after: Float) -> Float {
        (before - 2 * centre) + after
    }

    @inline(__always)
    static func mixedDifference(_ first: Float, _ last: Float, _ other: Float, _ another: Float) -> Float {
        (((first + last) - other) - another) * 0.25
    }
}
