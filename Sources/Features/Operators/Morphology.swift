extension FeatureFamily {
    /// Openings, closings and hats, made of minima, maxima and differences (Features/README.md, Windows).
    static let morphology = FeatureFamily(
        features: [
            FeatureDefinition.windows("opening") { plan, shape, input, radius throws(FeatureSpecificationError) in
                try plan.opening(shape, of: input, radius)
            },
            FeatureDefinition.windows("closing") { plan, shape, input, radius throws(FeatureSpecificationError) in
                try plan.closing(shape, of: input, radius)
            },
            FeatureDefinition.windows("top_hat") { plan, shape, input, radius throws(FeatureSpecificationError) in
                plan.append(SubtractPlanes(), input, try plan.opening(shape, of: input, radius))
            },
            FeatureDefinition.windows("bottom_hat") { plan, shape, input, radius throws(FeatureSpecificationError) in
                plan.append(SubtractPlanes(), try plan.closing(shape, of: input, radius), input)
            },
        ].flatMap { $0 }
    )
}

extension FeaturePlanBuilder {
    /// The maximum of the minimum.
    fileprivate mutating func opening(
        _ shape: Window.Shape,
        of input: Int,
        _ radius: FeatureParameter
    ) throws(FeatureSpecificationError) -> Int {
        try maximum(shape, of: try minimum(shape, of: input, radius), radius)
    }

    /// The minimum of the maximum.
    fileprivate mutating func closing(
        _ shape: Window.Shape,
        of input: Int,
        _ radius: FeatureParameter
    ) throws(FeatureSpecificationError) -> Int {
        try minimum(shape, of: try maximum(shape, of: input, radius), radius)
    }
}
