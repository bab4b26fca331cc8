package import Imaging

/// What is done to an image: a chain of steps, and what is written of its end.
///
/// It is one value on its way from the configuration (joined with the classifier in `RecipePlan`) through the job to the
/// summary and the ledger.
package struct Recipe: Sendable, Hashable, Codable {
    /// The steps in their order; the first one classifies pixels.
    package let steps: [RecipeStep]
    /// Names that overrule those of the image's axes; nil leaves them to the file and the classifier.
    package let axes: AxisNames?
    /// What is written, in the order of `OutputKind.all`.
    package let outputs: [OutputKind]

    /// The given chain; the order of `outputs` does not matter.
    package init(steps: [RecipeStep], axes: AxisNames? = nil, outputs: [OutputKind]) {
        self.steps = steps
        self.axes = axes
        self.outputs = outputs.inOrder
    }

    /// Which pixels are foreground; nil where no class is singled out.
    package var foreground: Foreground? {
        for case .classifyPixels(_, let foreground) in steps { return foreground }
        return nil
    }

    /// SHA-256 of the classifier file that classifies the pixels.
    package var classifierDigest: String {
        for case .classifyPixels(let digest, _) in steps { return digest }
        return ""
    }
}
