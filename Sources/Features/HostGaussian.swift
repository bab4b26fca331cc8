import Imaging

/// The separable Gaussian of spec/apoc.md, section 4.1: rows, then columns, each fused and rounded as the reference does.
enum HostGaussian {
    /// The blurred plane; positions outside are clamped to the border.
    static func blur(_ plane: [Float], size: ImageSize, weights: GaussianWeights) -> [Float] {
        guard !weights.isIdentity else { return plane }
        let rows = filter(plane, size: size, weights: weights, pass: rowPass)
        return filter(rows, size: size, weights: weights, pass: columnPass)
    }

    private typealias Pass = (
        UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>, ImageSize, GaussianWeights
    ) -> Void

    private static func filter(_ plane: [Float], size: ImageSize, weights: GaussianWeights, pass: Pass) -> [Float] {
        [Float](unsafeUninitializedCapacity: plane.count) { result, count in
            result.initialize(repeating: 0)
            plane.withUnsafeBufferPointer { pass($0, result, size, weights) }
            count = plane.count
        }
    }

    /// Along x: each row is laid out once with its borders repeated, so that the taps need no clamping.
    private static func rowPass(
        _ source: UnsafeBufferPointer<Float>,
        _ result: UnsafeMutableBufferPointer<Float>,
        _ size: ImageSize,
        _ weights: GaussianWeights
    ) {
        let (width, halfWidth) = (size.width, weights.halfWidth)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 2 * halfWidth) { padded in
            for y in 0..<size.height {
                let row = y * width
                for x in 0..<halfWidth {
                    padded[x] = source[row]
                    padded[halfWidth + width + x] = source[row + width - 1]
                }
                for x in 0..<width { padded[halfWidth + x] = source[row + x] }
                for tap in weights.weights.indices {
                    let weight = weights.weights[tap]
                    for x in 0..<width {
                        result[row + x].addProduct(weight, padded[tap + x])
                    }
                }
                for x in 0..<width { result[row + x] /= weights.sum }
            }
        }
    }

    /// Along y: whole rows are added, so that memory is read in its order.
    private static func columnPass(
        _ source: UnsafeBufferPointer<Float>,
        _ result: UnsafeMutableBufferPointer<Float>,
        _ size: ImageSize,
        _ weights: GaussianWeights
    ) {
        let width = size.width
        for y in 0..<size.height {
            let row = y * width
            for tap in weights.weights.indices {
                let weight = weights.weights[tap]
                let other = min(max(y + tap - weights.halfWidth, 0), size.height - 1) * width
                for x in 0..<width { result[row + x].addProduct(weight, source[other + x]) }
            }
            for x in 0..<width { result[row + x] /= weights.sum }
        }
    }
}
