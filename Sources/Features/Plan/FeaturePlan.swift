package import Imaging

/// The steps that give the feature stack of one channel, each computed once (Features/README.md, The specification).
package struct FeaturePlan: Sendable, Hashable {
    /// The steps, inputs before their users, none twice.
    package let steps: [FeatureStep]
    /// The step of each feature, in the order of the specification; -1 is the image itself.
    package let outputs: [Int]
    /// The token of each feature, as in the file.
    package let names: [String]
    /// Axes of the images that the specification was written for: 2, or 3 for volumes.
    package let dimensions: Int
    /// Rows and columns around a strip from which the strip's features follow exactly.
    package let halo: Int
    /// What every step reads beyond the edges of its input.
    package let border: Border
    /// How small images may be; none where a feature is computed of any.
    package let limits: [FeatureSizeLimit]

    /// A plan of the given steps for images of `dimensions` axes.
    init(
        steps: [FeatureStep],
        outputs: [Int],
        names: [String],
        dimensions: Int,
        border: Border,
        limits: [FeatureSizeLimit] = []
    ) {
        (self.steps, self.outputs, self.names) = (steps, outputs, names)
        (self.dimensions, self.border, self.limits) = (max(dimensions, 2), border, limits)
        let halos = Self.halos(of: steps)
        halo = outputs.map { $0 < 0 ? 0 : halos[$0] }.max() ?? 0
    }

    /// The plan of `specification` for images of `dimensions` axes; above 2, the plan is for volumes and for planes.
    ///
    /// - Throws: where it names no feature, or one that has no result on images of `dimensions` axes.
    package init(_ specification: FeatureSpecification, dimensions: Int = 2) throws(FeatureSpecificationError) {
        guard !specification.features.isEmpty else { throw .empty(ignoredTokens: specification.ignoredTokens) }
        var builder = FeaturePlanBuilder()
        var outputs: [Int] = []
        for feature in specification.features { outputs.append(try builder.add(feature)) }
        self.init(
            steps: builder.steps,
            outputs: outputs,
            names: specification.features.map(\.token),
            dimensions: dimensions,
            border: .nearest
        )
        if let problem = problem(onDimensions: self.dimensions) { throw problem }
    }

    /// What each step needs of the image around a strip: its own halo beyond the widest of its inputs.
    package var halos: [Int] { Self.halos(of: steps) }

    /// Whether some feature depends on every pixel of the image, so that strips of rows do not give it.
    package var needsWholeImage: Bool { steps.contains { $0.operation.needsWholeImage } }

    /// The features that depend on every pixel of the image, by their tokens.
    package var namesOfWholeImage: [String] {
        zip(outputs, names).filter { output, _ in
            ancestry(of: output).contains { steps[$0].operation.needsWholeImage }
        }.map(\.1)
    }

    /// Whether a device is not asked for it: some feature needs the whole image, or picks one of values among which NaN and
    /// zeros of both signs are usual.
    package var isLeftToHost: Bool {
        needsWholeImage
            || steps.indices.contains { index in
                steps[index].operation.isOrderStatistic
                    && ancestry(of: index).contains { steps[$0].operation.makesSpecialValues }
            }
    }

    /// Whether a device gives it for ordinary pixels only (`PixelValues.haveSpecialValues`): some feature is an order
    /// statistic. Where NaN or zeros of both signs are among its pixels, the reference's results depend on the order of its
    /// comparisons, which devices do not keep.
    package var needsOrdinaryPixels: Bool { steps.contains { $0.operation.isOrderStatistic } }

    /// Why the plan cannot be computed on images of `dimensions` axes; nil where it can.
    ///
    /// A plan for volumes may meet a plane, on which the 2D operators are used.
    package func problem(onDimensions dimensions: Int) -> FeatureSpecificationError? {
        for (output, token) in zip(outputs, names) {
            for step in ancestry(of: output) {
                if let reason = steps[step].operation.problem(onDimensions: dimensions) {
                    return .noResult(token: token, reason: reason)
                }
            }
        }
        return nil
    }

    /// Why the plan has no result on an image of `size`, of the feature that needs the most; nil where it has.
    package func problem(onSize size: ImageSize) -> FeatureSizeProblem? {
        limits.sorted { $0.least > $1.least }.lazy.compactMap { FeatureSizeProblem($0, size) }.first
    }

    /// Which features are not bit for bit the reference's on images of `dimensions` axes and why, one sentence a reason.
    package func deviations(
        onDimensions dimensions: Int,
        where isWanted: (FeatureDeviation) -> Bool = { _ in true }
    ) -> [String] {
        var tokens: [FeatureDeviation: [String]] = [:]
        for (output, token) in zip(outputs, names) {
            let deviations = ancestry(of: output).compactMap { steps[$0].operation.deviation(onDimensions: dimensions) }
            for deviation in Set(deviations) where tokens[deviation]?.contains(token) != true {
                tokens[deviation, default: []].append(token)
            }
        }
        return FeatureFamily.all.flatMap(\.deviations).filter(isWanted).compactMap { deviation in
            tokens[deviation].map { "\($0.joined(separator: ", ")): \(deviation.reason)" }
        }
    }

    /// `deviations(onDimensions:)` for the images that the specification was written for.
    package var deviations: [String] { deviations(onDimensions: dimensions) }

    /// The steps that `output` follows from, itself included, inputs first.
    private func ancestry(of output: Int) -> [Int] {
        guard output >= 0 else { return [] }
        var isNeeded = [Bool](repeating: false, count: output + 1)
        isNeeded[output] = true
        for step in steps.indices.prefix(output + 1).reversed() where isNeeded[step] {
            for input in steps[step].inputs where input >= 0 { isNeeded[input] = true }
        }
        return isNeeded.indices.filter { isNeeded[$0] }
    }

    /// Columns and rows add up by themselves, as filters along one axis follow one another.
    private static func halos(of steps: [FeatureStep]) -> [Int] {
        var halos: [(columns: Int, rows: Int)] = []
        for step in steps {
            let (inputs, own) = (step.inputs.filter { $0 >= 0 }.map { halos[$0] }, step.operation.halos)
            halos.append(
                (own.columns + (inputs.map(\.columns).max() ?? 0), own.rows + (inputs.map(\.rows).max() ?? 0))
            )
        }
        return halos.map { max($0.columns, $0.rows) }
    }
}
