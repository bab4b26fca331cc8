/// What is demanded of a feature plane: the reference's bits, save for the features named here.
///
/// The reference computes variances by `powf` and the eigenvalues of volumes by iteration in float32, both of which differ
/// between devices; its sobel of a volume reads past its tables and is undefined.
package struct FeatureTolerance {
    private let range: Double
    private let is3D: Bool

    /// The demands on features of an image with these pixels.
    package init(pixels: [Float], is3D: Bool) {
        range = Double((pixels.max() ?? 0) - (pixels.min() ?? 0))
        self.is3D = is3D
    }

    /// Compares a plane with the reference's.
    ///
    /// - Parameter plane: gives the plane of another token of the same image, where the tolerance depends on it.
    package func outcome(
        _ result: [Float],
        _ expected: [Float],
        token: String,
        plane: (String) throws -> [Float]
    ) rethrows -> FeatureTally.Outcome {
        if is3D, token.hasPrefix("sobel") { return FeatureTally.Outcome(result, expected, kind: .undefined) }
        if token.hasPrefix("variance") {
            return FeatureTally.Outcome(result, expected) { 1e-5 * abs(Double(expected[$0])) + 1e-6 * range * range }
        }
        if token.hasPrefix("standard_deviation") {
            return FeatureTally.Outcome(result, expected) { 1e-5 * abs(Double(expected[$0])) + 1e-6 * range }
        }
        if is3D, token.contains("hessian") {
            // The local magnitude is the larger of the two eigenvalues.
            let isSmall = token.hasPrefix("small")
            let other = (isSmall ? "large" : "small") + token.dropFirst(5)
            let others = try plane(other)
            return FeatureTally.Outcome(result, expected) {
                1e-4 * Double(max(abs(result[$0]), abs(others[$0]))) + 1e-6 * range
            }
        }
        return FeatureTally.Outcome(result, expected, kind: .exact)
    }
}
