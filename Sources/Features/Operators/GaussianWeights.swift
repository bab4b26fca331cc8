/// The taps of one pass of `gaussian_blur`, bit for bit those of the reference (Features/README.md, Gaussian).
package struct GaussianWeights: Sendable {
    /// The tap of offset v is at index v + `halfWidth`; not normalised.
    package var weights: [Float]
    /// Sum of the taps, added in ascending order in float32; a pass divides by it.
    package var sum: Float
    /// Taps on each side of the centre.
    package var halfWidth: Int

    /// The largest half width: from 46,341 on, the reference squares an offset out of its 32-bit integers.
    package static let largestHalfWidth = 46_340

    /// The taps for `sigma` pixels.
    ///
    /// - Precondition: sigma is positive and its half width at most `largestHalfWidth`.
    package init(sigma: Double) {
        precondition(sigma > 0)
        halfWidth = Self.halfWidth(sigma: sigma)
        weights = []
        weights.reserveCapacity(2 * halfWidth + 1)
        sum = 0
        // The number reaches the reference's kernel as float32; only the window is computed from the double.
        let s = Float(sigma)
        let divisor = (-2 * s) * s
        for offset in -halfWidth...halfWidth {
            let weight = SleefExponential.value(Float(offset * offset) / divisor)
            weights.append(weight)
            sum += weight
        }
    }

    /// Taps on each side for `sigma`, which is positive.
    ///
    /// - Precondition: sigma is below 1e17.
    package static func halfWidth(sigma: Double) -> Int {
        let size = Int(sigma * 8)
        // An even size is made odd by adding one.
        return size / 2
    }
}
