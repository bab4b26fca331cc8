package import Imaging

/// Every feature computed on the host: what a device must equal bit for bit, and the path without one.
package enum HostFeatures {
    /// The feature images of one channel, one per feature in the plan's order; row-major (Y, X), volumes (Z, Y, X).
    ///
    /// An image is freed with its last use; at most the plan's widest set of live steps is held, and two more.
    ///
    /// - Precondition: `plane` has one value per pixel of `size`, and the plan no problem with its dimensions.
    package static func evaluate(_ plan: FeaturePlan, plane: [Float], size: ImageSize) -> [[Float]] {
        precondition(plane.count == size.pixelCount)
        var uses = plan.steps.map { _ in 0 }
        for input in plan.steps.flatMap(\.inputs) + plan.outputs where input >= 0 { uses[input] += 1 }
        var results: [[Float]] = []
        for step in plan.steps {
            let inputs = step.inputs.map { $0 < 0 ? plane : results[$0] }
            results.append(apply(step.operation, to: inputs, size: size))
            for input in step.inputs where input >= 0 {
                uses[input] -= 1
                if uses[input] == 0 { results[input] = [] }
            }
        }
        return plan.outputs.map { $0 < 0 ? plane : results[$0] }
    }

    /// One operation on whole images; the 3D operator where `size` has more than one slice.
    package static func apply(_ operation: FeatureOperation, to inputs: [[Float]], size: ImageSize) -> [Float] {
        guard size.pixelCount > 0 else { return [] }
        let input = inputs[0]
        return switch operation {
        case .gaussianBlur(let sigma): HostSeparable.blur(input, size: size, weights: GaussianWeights(sigma: sigma))
        case .window(let statistic, let window): HostWindows.evaluate(statistic, window, of: input, size: size)
        case .laplaceBox: HostNeighbourhood.laplaceBox(padded(input, size))
        case .laplaceDiamond: HostNeighbourhood.laplaceDiamond(padded(input, size))
        case .sobel: HostNeighbourhood.sobel(padded(input, size))
        case .gradient(let axis): HostNeighbourhood.gradient(padded(input, size), axis)
        case .smallHessianEigenvalue: HostHessian.eigenvalue(padded(input, size), isLarge: false)
        case .largeHessianEigenvalue: HostHessian.eigenvalue(padded(input, size), isLarge: true)
        case .localMaximum: HostNeighbourhood.localExtremum(padded(input, size), isMaximum: true)
        case .localMinimum: HostNeighbourhood.localExtremum(padded(input, size), isMaximum: false)
        case .subtract: HostPointwise.combine(input, inputs[1], -)
        case .divide: HostPointwise.combine(input, inputs[1], /)
        case .pointwise(let function, let number): HostPointwise.map(function, number, input)
        case .gammaCorrection(let gamma): HostPointwise.gammaCorrection(input, size: size, gamma: gamma)
        }
    }

    private static func padded(_ image: [Float], _ size: ImageSize) -> PaddedImage {
        PaddedImage(image, size: size, margin: 1)
    }
}
