import Imaging
import Kernels

extension FeatureFamily {
    /// Second differences, summed (Features/README.md, Laplace).
    static let laplace = FeatureFamily(
        features: [
            FeatureDefinition("laplace_box", LaplaceBox()), FeatureDefinition("laplace_diamond", LaplaceDiamond()),
        ],
        kernels: [LaplaceBox.ofPlanes, LaplaceBox.ofVolumes, LaplaceDiamond.ofPlanes, LaplaceDiamond.ofVolumes]
    )
}

/// 2D: eight times the pixel minus its eight neighbours. 3D: the pixel minus its 26 neighbours.
///
/// Sums are taken in the reference's order, which decides the last bit where the pixels do not add up exactly.
struct LaplaceBox: FeatureOperator {
    fileprivate static let ofPlanes = FeatureKernel(
        "laplace_box_2d",
        in: KernelFile("laplace_box_2d", PackageResources.laplace_box_2d_cl, in: .common),
        stage: .derivative
    )
    fileprivate static let ofVolumes = FeatureKernel(
        "laplace_box_3d",
        in: KernelFile("laplace_box_3d", PackageResources.laplace_box_3d_cl, in: .volumes),
        stage: .derivative
    )

    var halo: Int { 1 }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        size.is3D ? ofVolume(inputs[0], size) : ofPlane(inputs[0], size)
    }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(is3D ? Self.ofVolumes : Self.ofPlanes, halo: 1)] }

    /// In double, rounded once: 8 × the pixel minus right, left, top, bottom, then the corners row by row.
    private func ofPlane(_ image: [Float], _ size: ImageSize) -> [Float] {
        Neighbourhood.map(image, size) { pixel in
            var sum = Double(pixel[0, 0]) * 8
            sum -= Double(pixel[1, 0])
            sum -= Double(pixel[-1, 0])
            sum -= Double(pixel[0, -1])
            sum -= Double(pixel[0, 1])
            sum -= Double(pixel[-1, -1])
            sum -= Double(pixel[1, -1])
            sum -= Double(pixel[-1, 1])
            sum -= Double(pixel[1, 1])
            return Float(sum)
        }
    }

    /// In float32: the reference gives the centre the weight 1, not 26.
    private func ofVolume(_ image: [Float], _ size: ImageSize) -> [Float] {
        Neighbourhood.map(image, size) { pixel in
            var sum: Float = 0
            for x in -1...1 {
                for y in -1...1 {
                    for z in -1...1 {
                        let isCentre = x == 0 && y == 0 && z == 0
                        sum = isCentre ? sum + pixel[x, y, z] : sum - pixel[x, y, z]
                    }
                }
            }
            return sum
        }
    }
}

/// Four (3D: six) times the pixel minus the neighbours that share a face with it.
struct LaplaceDiamond: FeatureOperator {
    fileprivate static let ofPlanes = FeatureKernel("laplace_diamond_2d", in: file, stage: .derivative)
    fileprivate static let ofVolumes = FeatureKernel("laplace_diamond_3d", in: file, stage: .derivative)
    private static let file = KernelFile("laplace_diamond", PackageResources.laplace_diamond_cl, in: .neighbours)

    var halo: Int { 1 }

    /// In double, rounded once: right, left, top, bottom, and in 3D the next and the previous slice.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        let is3D = size.is3D
        return Neighbourhood.map(inputs[0], size) { pixel in
            var sum = Double(pixel[0, 0]) * (is3D ? 6 : 4)
            sum -= Double(pixel[1, 0])
            sum -= Double(pixel[-1, 0])
            sum -= Double(pixel[0, -1])
            sum -= Double(pixel[0, 1])
            guard is3D else { return Float(sum) }
            sum -= Double(pixel[0, 0, 1])
            sum -= Double(pixel[0, 0, -1])
            return Float(sum)
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(is3D ? Self.ofVolumes : Self.ofPlanes, halo: 1)] }
}
