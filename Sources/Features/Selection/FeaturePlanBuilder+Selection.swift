extension FeaturePlanBuilder {
    /// The half width of the first smoothing, in units of its sigma.
    static let smoothingWindow = 3.5

    /// The steps that give the field's features along `axes`, which are x, y or x, y, z.
    ///
    /// The image is smoothed first so that what is left of the scale is at most a pixel; the feature is one of a few taps then.
    mutating func add(_ entry: FeatureSelection.Entry, along axes: [Axis]) -> [Int] {
        let isWide = entry.sigma > 1
        let smoothing = SampledGaussian(
            sigma: isWide ? (entry.sigma * entry.sigma - 1).squareRoot() : entry.sigma,
            window: Self.smoothingWindow
        )
        let image = filter(-1, axes.map { ($0, smoothing) })
        let sigma = isWide ? 1 : entry.sigma
        switch entry.kind {
        case .gaussianSmoothing:
            return [filter(image, axes.map { ($0, SampledGaussian(sigma: sigma)) })]
        case .laplacianOfGaussian:
            return [sum(.sum, of: image, order: 2, sigma: sigma, along: axes)]
        case .gaussianGradientMagnitude:
            return [sum(.magnitude, of: image, order: 1, sigma: sigma, along: axes)]
        case .differenceOfGaussians:
            return [
                difference(
                    of: image,
                    [SampledGaussian(sigma: sigma), SampledGaussian(sigma: 0.66 * sigma)],
                    along: axes
                )
            ]
        case .structureTensorEigenvalues:
            return structureTensor(of: image, sigma: sigma, along: axes)
        case .hessianOfGaussianEigenvalues:
            let entries = pairs(axes).map { first, second in
                derivative(of: image, first == second ? [first, first] : [first, second], sigma: sigma, along: axes)
            }
            return eigenvalues(of: entries, rank: axes.count)
        }
    }

    /// `image` filtered along one axis after the other.
    private mutating func filter(_ image: Int, _ filters: [(axis: Axis, filter: SampledGaussian)]) -> Int {
        filters.reduce(image) { append(AxisFilter(filter: $1.filter, axis: $1.axis), $0) }
    }

    /// The derivative of the Gaussian along each of `derived`, an axis as often as it is derived.
    private mutating func derivative(of image: Int, _ derived: [Axis], sigma: Double, along axes: [Axis]) -> Int {
        filter(
            image,
            axes.map { axis in
                (axis, SampledGaussian(sigma: sigma, order: derived.filter { $0 == axis }.count))
            }
        )
    }

    /// The derivatives of `order` along each axis by itself, put together by `rule` in the pass along the last axis.
    private mutating func sum(
        _ rule: FilteredSum.Rule,
        of image: Int,
        order: Int,
        sigma: Double,
        along axes: [Axis]
    ) -> Int {
        func gaussian(_ axis: Axis, _ derived: Axis) -> SampledGaussian {
            SampledGaussian(sigma: sigma, order: axis == derived ? order : 0)
        }
        let last = axes[axes.count - 1]
        let inputs = axes.map { derived in filter(image, axes.dropLast().map { ($0, gaussian($0, derived)) }) }
        return append(FilteredSum(filters: axes.map { gaussian(last, $0) }, axis: last, rule: rule), of: inputs)
    }

    private mutating func difference(of image: Int, _ filters: [SampledGaussian], along axes: [Axis]) -> Int {
        let inputs = filters.map { gaussian in filter(image, axes.dropLast().map { ($0, gaussian) }) }
        return append(FilteredSum(filters: filters, axis: axes[axes.count - 1], rule: .difference), of: inputs)
    }

    /// Gradients at half of sigma, their products smoothed with sigma: ilastik's call names them the other way round, but its
    /// filters take the second number for the gradients.
    private mutating func structureTensor(of image: Int, sigma: Double, along axes: [Axis]) -> [Int] {
        var gradients: [Axis: Int] = [:]
        for axis in axes { gradients[axis] = derivative(of: image, [axis], sigma: 0.5 * sigma, along: axes) }
        let smoothing = SampledGaussian(sigma: sigma)
        let entries = pairs(axes).map { first, second in
            let product = append(
                AxisFilter(filter: smoothing, axis: axes[0], isOfProduct: true),
                gradients[first] ?? image,
                gradients[second] ?? image
            )
            return filter(product, axes.dropFirst().map { ($0, smoothing) })
        }
        return eigenvalues(of: entries, rank: axes.count)
    }

    private mutating func eigenvalues(of entries: [Int], rank: Int) -> [Int] {
        (0..<rank).map { append(SymmetricEigenvalue(rank: rank, index: $0), of: entries) }
    }

    /// The upper triangle, row by row: xx, xy, (xz,) yy, (yz, zz).
    private func pairs(_ axes: [Axis]) -> [(Axis, Axis)] {
        axes.indices.flatMap { row in axes[row...].map { (axes[row], $0) } }
    }
}
