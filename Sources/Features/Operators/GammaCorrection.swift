import Imaging

extension FeatureFamily {
    /// Powers relative to the image's maximum (Features/README.md, Single pixels).
    static let gammaCorrection = FeatureFamily(
        features: [
            FeatureDefinition("gamma_correction") { plan, input, gamma in
                plan.append(GammaCorrection(gamma: Float(gamma.number)), input)
            }
        ]
    )
}

/// The pixel over the image's maximum, to the power of a number, times the maximum.
struct GammaCorrection: FeatureOperator {
    let gamma: Float

    var halo: Int { 0 }
    var needsWholeImage: Bool { true }
    var makesSpecialValues: Bool { true }

    func deviation(onDimensions dimensions: Int) -> FeatureDeviation? { .series }

    /// The pixel times 1 / maximum, to the power of `gamma`, times the maximum.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        let maximum = Self.maximum(inputs[0], size: size)
        let scale = Float(1 / Double(maximum))
        return inputs[0].map { ElementaryFunctions.power($0 * scale, gamma) * maximum }
    }

    /// The largest pixel, projected along z, then y, then x; each line begins with its first pixel, which decides what
    /// NaN does.
    private static func maximum(_ image: [Float], size: ImageSize) -> Float {
        func largest(_ count: Int, _ value: (Int) -> Float) -> Float {
            (1..<count).reduce(value(0)) { value($1) > $0 ? value($1) : $0 }
        }
        return largest(size.width) { x in
            largest(size.height) { y in
                largest(size.depth) { z in image[(z * size.height + y) * size.width + x] }
            }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] { preconditionFailure("a device has only strips of the image") }
}
