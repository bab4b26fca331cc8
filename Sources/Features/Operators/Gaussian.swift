import Imaging
import Kernels

extension FeatureFamily {
    /// Blurs, and what is made of them (Features/README.md, Gaussian).
    static let gaussian = FeatureFamily(
        features: [
            FeatureDefinition("gaussian_blur") { plan, input, sigma throws(FeatureSpecificationError) in
                try plan.blur(input, sigma.number, sigma)
            },
            FeatureDefinition("difference_of_gaussian") { plan, input, sigma throws(FeatureSpecificationError) in
                // The products are taken in double, before the kernels' float32.
                let narrow = try plan.blur(input, sigma.number * 0.9, sigma)
                let wide = try plan.blur(input, sigma.number * 1.1, sigma)
                return plan.append(SubtractPlanes(), narrow, wide)
            },
            FeatureDefinition("subtract_gaussian_background") { plan, input, sigma throws(FeatureSpecificationError) in
                plan.append(SubtractPlanes(), input, try plan.blur(input, sigma.number, sigma))
            },
            FeatureDefinition("divide_by_gaussian_background") { plan, input, sigma throws(FeatureSpecificationError) in
                plan.append(DividePlanes(), input, try plan.blur(input, sigma.number, sigma))
            },
        ],
        kernels: [GaussianBlur.rows, GaussianBlur.columns, GaussianBlur.slices]
    )
}

extension FeaturePlanBuilder {
    /// The blur of `input`, which is `input` itself where sigma is 0 or less.
    fileprivate mutating func blur(
        _ input: Int,
        _ sigma: Double,
        _ parameter: FeatureParameter
    ) throws(FeatureSpecificationError) -> Int {
        let limit = Double(GaussianWeights.largestHalfWidth + 1) / 4
        guard sigma.isFinite, sigma < limit else {
            throw parameter.refused(
                "a Gaussian of sigma \(sigma) cannot be computed — it must be a finite number below \(limit)"
            )
        }
        return sigma > 0 ? append(GaussianBlur(sigma: sigma), input) : input
    }
}

/// The separable Gaussian, along x, then y, then z.
struct GaussianBlur: FeatureOperator {
    /// In pixels, positive.
    let sigma: Double

    fileprivate static let rows = FeatureKernel(
        "gaussian_rows",
        in: blurFile,
        stage: .gaussianBlur,
        // A pixel is loaded once for three blurs.
        jobsAtOnce: 3
    )
    fileprivate static let columns = FeatureKernel(
        "gaussian_columns",
        in: blurFile,
        stage: .gaussianBlur,
        ownsTallRows: true
    )
    fileprivate static let slices = FeatureKernel(
        "gaussian_slices",
        in: KernelFile("gaussian_slices", PackageResources.gaussian_slices_cl, in: .volumes, needs: [linesFile]),
        stage: .gaussianBlur
    )
    private static let linesFile = KernelFile("gaussian_lines", PackageResources.gaussian_lines_cl)
    private static let blurFile = KernelFile(
        "gaussian_blur",
        PackageResources.gaussian_blur_cl,
        in: .common,
        needs: [.windowRows, linesFile]
    )

    var halo: Int { GaussianWeights.halfWidth(sigma: sigma) }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        let weights = GaussianWeights(sigma: sigma)
        return weights.weights.withUnsafeBufferPointer { taps in
            SeparableFilter.apply(to: inputs[0], size: size, halfWidth: weights.halfWidth) { _ in
                0
            } add: { sum, pixel, tap in
                sum.addProduct(taps[tap], pixel)
            } finish: {
                $0 / weights.sum
            }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] {
        let weights = GaussianWeights(sigma: sigma)
        return [Self.rows, Self.columns, Self.slices].prefix(is3D ? 3 : 2).enumerated().map { axis, kernel in
            var pass = FeaturePass(kernel, along: axis, halfWidth: weights.halfWidth)
            (pass.table, pass.count, pass.sum) = (weights.weights, weights.weights.count, weights.sum)
            return pass
        }
    }
}
