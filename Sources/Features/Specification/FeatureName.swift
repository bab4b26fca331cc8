/// The names that a feature token may carry.
package enum FeatureName {
    /// Operations that take one number, besides `original`; in alphabetical order.
    package static let supported: [String] = FeatureRecipe.all.keys.sorted()

    /// Names that APOC knows and that have no result there, and why.
    static let refused = [
        "hessian_eigenvalues":
            "APOC's kernel for it does not compile — write small_hessian_eigenvalue or large_hessian_eigenvalue"
    ]

    /// The names as a sentence for messages.
    package static let supportedText: String = {
        let shapes = Window.Shape.allCases.map { "_\($0.rawValue)" }
        let windows = supported.filter { name in shapes.contains { name.hasSuffix($0) } && !isWithoutShapes(name) }
        let kinds = Set(windows.map { name in String(name[..<(name.lastIndex(of: "_") ?? name.endIndex)]) }).sorted()
        let others = supported.filter { !windows.contains($0) }
        return "known are original, NAME=number with one of \(others.joined(separator: ", ")), the windows "
            + kinds.map { "\($0)_box" }.joined(separator: ", ")
            + " and the same with _sphere, and A_of_B=number of any two but those that contain \"_of_\" themselves"
    }()

    /// The first sigma that is refused.
    static let sigmaLimit = Double(GaussianWeights.largestHalfWidth + 1) / 4

    /// Names that end like a window's, and exist in this one form only.
    private static func isWithoutShapes(_ name: String) -> Bool {
        ["laplace_box", "detect_maxima_box", "detect_minima_box"].contains(name)
    }
}
