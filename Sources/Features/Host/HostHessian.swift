import Imaging

/// Eigenvalues of the matrix of second differences (spec/apoc.md, section 4.5).
enum HostHessian {
    /// The smallest or the largest eigenvalue at every pixel.
    static func eigenvalue(_ image: PaddedImage, isLarge: Bool) -> [Float] {
        guard image.size.is3D else { return Neighbourhood.map(image) { ofPlane($0, isLarge: isLarge) } }
        return Neighbourhood.map(image) { pixel in
            var matrix = SymmetricMatrix(pixel)
            matrix.diagonalise()
            return Float(isLarge ? matrix.largest : matrix.smallest)
        }
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
