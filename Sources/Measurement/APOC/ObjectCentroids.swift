import Imaging

/// The centroids of the objects, and the distances between them as the reference computes them.
struct ObjectCentroids {
    /// The largest label.
    let count: Int
    /// By label; entry 0 is not used, labels that no pixel carries have NaN.
    let points: [SIMD3<Float>]

    /// The centroids in a label image whose largest label is `count`.
    init(_ image: LabelImage, count: Int) {
        self.count = count
        points = ObjectSums.sums(of: image, count: count, intensity: nil).map {
            SIMD3($0.x, $0.y, $0.z) / SIMD3(repeating: $0.area)
        }
    }

    /// Whether a pixel carries the label.
    func isPresent(_ label: Int) -> Bool { !points[label].x.isNaN }

    /// The distance of two labels, in pixels; NaN where one is absent.
    func distance(_ label: Int, _ other: Int) -> Float {
        let difference = points[label] - points[other]
        // In planes z adds 0.
        let square =
            ReferencePower.square(difference.x) + ReferencePower.square(difference.y)
            + ReferencePower.square(difference.z)
        return square.squareRoot()
    }

    /// The squared distance in double, whose square root differs from `distance` by less than `tolerance` of it.
    func approximateSquare(_ label: Int, _ other: Int) -> Double {
        let difference = SIMD3<Double>(points[label]) - SIMD3<Double>(points[other])
        let squares = difference * difference
        return squares.x + squares.y + squares.z
    }

    /// How far squares may be from each other and still be in doubt, as a factor: float32 steps add up to some 1e-6.
    static let doubt = 1.000_01
}
