import Imaging

/// An eigenvalue of a symmetric matrix at every pixel, whose inputs are xx, xy, yy, or xx, xy, xz, yy, yz, zz.
struct SymmetricEigenvalue: FeatureOperator {
    /// Rows of the matrix: 2 or 3.
    let rank: Int
    /// Which one, from 0, the largest first.
    let index: Int

    var halo: Int { 0 }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        rank == 2 ? ofPlane(inputs[0], inputs[1], inputs[2]) : ofVolume(inputs)
    }

    /// In float32, every operation rounded by itself.
    private func ofPlane(_ xx: [Float], _ xy: [Float], _ yy: [Float]) -> [Float] {
        let isLargest = index == 0
        return xx.indices.map { pixel in
            let middle = (xx[pixel] + yy[pixel]) * 0.5
            let difference = (xx[pixel] - yy[pixel]) * 0.5
            let root = (difference * difference + xy[pixel] * xy[pixel]).squareRoot()
            return isLargest ? middle + root : middle - root
        }
    }

    /// In float32 by the closed form, beginning with the last axis.
    private func ofVolume(_ inputs: [[Float]]) -> [Float] {
        let (xx, xy, xz, yy, yz, zz) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], inputs[5])
        return xx.indices.map { pixel in
            let values = SymmetricCubic(zz[pixel], yz[pixel], xz[pixel], yy[pixel], xy[pixel], xx[pixel]).ascending
            return index == 0 ? values.2 : index == 1 ? values.1 : values.0
        }
    }
}
