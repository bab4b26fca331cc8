import Features

/// The names of a forest's columns, which ilastik writes beside it: the guard against features that mean something else.
enum ProjectFeatureNames {
    /// Names of the rows in `feature_names`.
    private static let rows: [(kind: FeatureSelection.Kind, name: String)] = [
        (.gaussianSmoothing, "Gaussian Smoothing"),
        (.laplacianOfGaussian, "Laplacian of Gaussian"),
        (.gaussianGradientMagnitude, "Gaussian Gradient Magnitude"),
        (.differenceOfGaussians, "Difference of Gaussians"),
        (.structureTensorEigenvalues, "Structure Tensor Eigenvalues"),
        (.hessianOfGaussianEigenvalues, "Hessian of Gaussian Eigenvalues"),
    ]

    /// What a name says.
    private struct Parts: Equatable {
        var kind: FeatureSelection.Kind
        var sigma: Double
        var isPlanar: Bool
        /// Counted over channels and components; nil where there is only one.
        var index: Int?
    }

    /// - Throws: where a name is of another column than the selection gives there.
    static func check(
        _ names: [String],
        _ selection: FeatureSelection,
        channels: Int,
        dimensions: Int
    ) throws(ProjectProblem) {
        var expected: [Parts] = []
        for entry in selection.entries {
            let count = entry.count(dimensions: dimensions) * channels
            for index in 0..<count {
                expected.append(
                    Parts(
                        kind: entry.kind,
                        sigma: entry.sigma,
                        isPlanar: entry.isPlanar,
                        index: count == 1 ? nil : index
                    )
                )
            }
        }
        guard names.count == expected.count else {
            throw .damaged("feature_names has \(names.count) names for \(expected.count) features")
        }
        for (name, var expected) in zip(names, expected) {
            guard var found = parts(name) else {
                throw ProjectProblem(
                    "the project names a feature \"\(name.prefix(80))\", which is not known",
                    remedy: "select only features of ilastik's own list, train, and save the project"
                )
            }
            // In two dimensions everything is; old projects do not say so.
            if dimensions == 2 { (found.isPlanar, expected.isPlanar) = (true, true) }
            if expected.index == nil, found.index == 0 { found.index = nil }
            guard found == expected else {
                throw ProjectProblem(
                    "the project's forest was trained with other features (\"\(name.prefix(80))\") than those that are selected",
                    remedy: "open the project in ilastik, turn Live Update on once in Training, and save it"
                )
            }
        }
    }

    /// What a name like `Hessian of Gaussian Eigenvalues (σ=1.6) in 2D [1]` says; nil where it is none.
    private static func parts(_ name: String) -> Parts? {
        guard let open = name.firstIndex(of: "("), let equals = name[open...].firstIndex(of: "="),
            let close = name[equals...].firstIndex(of: ")"),
            let sigma = Double(name[name.index(after: equals)..<close]),
            let row = rows.first(where: { $0.name == name[..<open].trimmingBlanks })
        else { return nil }
        var rest = name[name.index(after: close)...].trimmingBlanks
        var index: Int?
        if rest.hasSuffix("]"), let bracket = rest.lastIndex(of: "[") {
            guard let number = Int(rest[rest.index(after: bracket)...].dropLast()) else { return nil }
            index = number
            rest = rest[..<bracket].trimmingBlanks
        }
        guard rest.isEmpty || rest == "in 2D" else { return nil }
        return Parts(kind: row.kind, sigma: sigma, isPlanar: !rest.isEmpty, index: index)
    }
}

extension Substring {
    /// Without blanks at both ends.
    fileprivate var trimmingBlanks: Substring {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
