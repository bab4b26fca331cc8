package import Kernels

/// Operators that belong together: the names of their features, their kernels, and how they deviate from the reference.
struct FeatureFamily: Sendable {
    let features: [FeatureDefinition]
    /// The kernels of the passes; none where the host alone computes them, or other families' operators do.
    let kernels: [FeatureKernel]
    /// What `FeatureOperator.deviation` may give.
    let deviations: [FeatureDeviation]

    /// A family of `features`.
    init(
        features: [FeatureDefinition] = [],
        kernels: [FeatureKernel] = [],
        deviations: [FeatureDeviation] = []
    ) {
        self.features = features
        self.kernels = kernels
        self.deviations = deviations
    }

    /// All families; deviations are told in this order.
    static let all: [FeatureFamily] = [
        gaussian, planeArithmetic, laplace, sobel, gradient, hessian, windowExtremes, morphology, windowMoments,
        windowMedian, windowMode, localExtrema, pointwise, gammaCorrection, filters,
    ]
}

extension KernelSource {
    /// All kernels of the program.
    package static let all = KernelSource(features: FeatureFamily.all.flatMap(\.kernels).map(\.file))
}
