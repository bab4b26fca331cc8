extension FeaturePlan {
    /// The plan of `selection` for images of `dimensions` axes: the features of one channel in the order of the fields, of an
    /// eigenvalue's field the largest first.
    ///
    /// - Throws: where nothing is chosen, or a scale is none that can be computed.
    package init(_ selection: FeatureSelection, dimensions: Int) throws(FeatureSpecificationError) {
        guard !selection.entries.isEmpty else { throw .nothingChosen }
        var builder = FeaturePlanBuilder()
        var outputs: [Int] = []
        var names: [String] = []
        var limits: [FeatureSizeLimit] = []
        for entry in selection.entries {
            let isPlanar = entry.isPlanar || dimensions < 3
            let name = entry.name(isPlanar: isPlanar)
            if let reason = entry.problem { throw .noResult(token: name, reason: reason) }
            let planes = builder.add(entry, along: isPlanar ? [.x, .y] : [.x, .y, .z])
            outputs += planes
            names += planes.count == 1 ? [name] : planes.indices.map { "\(name) [\($0)]" }
            limits.append(FeatureSizeLimit(name: name, least: entry.leastExtent, isPlanar: isPlanar))
        }
        self.init(
            steps: builder.steps,
            outputs: outputs,
            names: names,
            dimensions: dimensions,
            border: .mirrored,
            limits: limits
        )
    }
}

extension FeatureSelection.Entry {
    /// The largest scale; the half width of its smoothing is that of the widest Gaussian elsewhere.
    private static let largestSigma = 10_000.0

    /// Why the field has no result; nil where it has one.
    fileprivate var problem: String? {
        guard sigma > 0, sigma < Self.largestSigma else {
            return "a scale of \(sigma) cannot be computed — it must be a number above 0 and below \(Self.largestSigma)"
        }
        // A derivative needs a pixel on both sides; in ilastik every value of such a feature is no number.
        let least =
            switch kind {
            case .gaussianSmoothing, .differenceOfGaussians: 0.01
            case .structureTensorEigenvalues: 0.5
            default: 0.25
            }
        guard sigma >= least else {
            return "a scale of \(sigma) is too small for it; ilastik gives no number there — use \(least) or more and "
                + "train again"
        }
        return nil
    }

    /// Pixels along an axis below which ilastik refuses an image.
    fileprivate var leastExtent: Int { Int((FeaturePlanBuilder.smoothingWindow * sigma).rounded(.up)) + 1 }
}
