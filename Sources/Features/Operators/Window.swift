/// The pixels around a pixel that a statistic is taken of (spec/apoc.md, section 4.7).
package struct Window: Sendable, Hashable {
    /// What the window looks like.
    package enum Shape: String, Sendable, Hashable, CaseIterable {
        /// A square or cube.
        case box
        /// A disc or ball.
        case sphere
    }

    package var shape: Shape
    /// Pixels on each side of the centre, at least 0.
    package var halfWidth: Int

    /// A window of `shape` that reaches `halfWidth` pixels from its centre.
    package init(_ shape: Shape, halfWidth: Int) {
        self.shape = shape
        self.halfWidth = halfWidth
    }

    /// The half width for a radius as written in a specification; below 0 the window is empty.
    ///
    /// - Precondition: `radius` is finite and below 1e17.
    package static func halfWidth(radius: Double) -> Int {
        // Both steps cut towards zero, as the reference's Python and C do.
        (Int(radius * 2 + 1) - 1) / 2
    }

    /// The window's pixels relative to its centre, in the order in which the reference adds them: x outermost, then y,
    /// then z. In two dimensions z is 0 throughout.
    package func offsets(dimensions: Int) -> [(x: Int, y: Int, z: Int)] {
        let range = -halfWidth...halfWidth
        let slices = dimensions > 2 ? range : 0...0
        // The reference takes the smallest normal number for 0, so that the centre alone passes.
        let square = max(Float(halfWidth * halfWidth), .leastNormalMagnitude)
        var offsets: [(x: Int, y: Int, z: Int)] = []
        for x in range {
            for y in range {
                for z in slices {
                    // In float32: which pixels of the rim belong to the ball depends on these roundings.
                    let distance = Float(x * x) / square + Float(y * y) / square + Float(z * z) / square
                    if shape == .box || distance <= 1 { offsets.append((x, y, z)) }
                }
            }
        }
        return offsets
    }
}
