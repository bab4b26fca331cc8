/// A Gaussian or one of its derivatives at whole pixels, as a filter along one axis (Features/README.md, Chosen in a matrix).
package struct SampledGaussian: Sendable, Hashable {
    /// In pixels, positive.
    package let sigma: Double
    /// How often the Gaussian is derived: 0, 1 or 2.
    package let order: Int
    /// The half width in units of sigma.
    package let window: Double

    /// The filter of that sigma.
    package init(sigma: Double, order: Int = 0, window: Double = 2) {
        (self.sigma, self.order, self.window) = (sigma, order, window)
    }

    /// Taps on each side of the centre.
    package var halfWidth: Int { Int((window * sigma + 0.5).rounded(.down)) }

    /// Whether the pixel before the centre is subtracted from the one behind it rather than added to it.
    package var isAntisymmetric: Bool { order == 1 }

    /// The taps of the offsets 0…`halfWidth`; those of order 1 multiply the pixel behind minus the pixel before, so that a
    /// rising ramp gives a positive number.
    ///
    /// A constant stays the constant at order 0, a ramp of 1 a pixel gives 1 at order 1, the parabola x² / 2 gives 1 and a
    /// constant 0 at order 2. Each stage, the samples, the samples without their mean, and their quotient by the sum, is
    /// computed in double and stored in float32, as the filters do with which projects are trained.
    ///
    /// - Precondition: derivatives have a half width of at least 1.
    package var taps: [Float] {
        let halfWidth = halfWidth
        precondition(order == 0 || halfWidth > 0)
        let scale = 1 / ((2 * Double.pi).squareRoot() * (order == 0 ? sigma : sigma * sigma * sigma))
        var taps = (0...halfWidth).map { offset -> Float in
            let x = Double(offset)
            let gaussian = scale * ElementaryFunctions.exponential(ofDouble: x * x * (-0.5 / sigma / sigma))
            return switch order {
            case 0: Float(gaussian)
            case 1: Float(x * gaussian)
            default: Float(((x / sigma) * (x / sigma) - 1) * gaussian)
            }
        }
        if order == 2 {
            let mean = taps.dropFirst().reduce(Double(taps[0])) { $0 + 2 * Double($1) } / Double(2 * halfWidth + 1)
            taps = taps.map { Float(Double($0) - mean) }
        }
        // What the filter gives of 1, of x, of x² / 2.
        var response = order == 0 ? Double(taps[0]) : 0
        for offset in taps.indices.dropFirst() {
            let (tap, x) = (Double(taps[offset]), Double(offset))
            response += order == 0 ? 2 * tap : order == 1 ? 2 * tap * x : tap * (x * x)
        }
        return taps.map { Float(Double($0) / response) }
    }
}
