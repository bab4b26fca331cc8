import Forests
package import Pipeline
package import Results
package import Segmentation
package import Settings

/// A recipe joined with the classifier in force: exactly what is asked of the worker for an image.
package struct RecipePlan: Sendable {
    /// What is asked for, as summaries record it.
    package let settings: Summary.Settings
    /// What a person should know of the way the recipe was understood.
    package let warnings: [String]

    /// Joins `recipe` and `classifier`.
    ///
    /// An ObjectSegmenter's own positive class wins over the recipe's, as in APOC (spec/apoc.md, section 1.1).
    ///
    /// - Throws: an `ImageFailure` of kind `recipe_impossible` when the classifier cannot give what the recipe wants.
    package init(recipe: RecipeSettings, classifier: Classifier) throws(ImageFailure) {
        var warnings: [String] = []
        var positiveClass: Int?
        var threshold: Float?
        switch classifier.kind {
        case .objectSegmenter:
            positiveClass = classifier.positiveClass ?? recipe.positiveClass ?? 2
            if let own = classifier.positiveClass, let wanted = recipe.positiveClass, own != wanted {
                warnings.append("positive_class = \(wanted) is ignored: the classifier file says \(own)")
            }
        case .probabilityMapper:
            threshold = recipe.threshold.map(Float.init)
            if recipe.positiveClass != nil {
                warnings.append("positive_class is ignored: a ProbabilityMapper has none")
            }
        default:
            positiveClass = recipe.positiveClass
        }
        if recipe.threshold != nil && classifier.kind != .probabilityMapper {
            warnings.append("threshold is ignored: only a ProbabilityMapper has one")
        }
        if let positiveClass, positiveClass > classifier.forest.classCount {
            warnings.append(
                "class \(positiveClass) never occurs: the classifier has \(classifier.forest.classCount) classes"
            )
        }
        let name = classifier.kind.rawValue
        let possible = OutputKind.possible(
            classifierClass: name,
            hasPositiveClass: positiveClass != nil,
            hasThreshold: threshold != nil
        )
        if let output = recipe.outputs?.first(where: { !possible.contains($0) }) {
            let wish = classifier.kind == .probabilityMapper ? "threshold = 0.5" : "positive_class = 2"
            throw ImageFailure(
                kind: "recipe_impossible",
                message: "outputs holds \"\(output.rawValue)\", which a \(name) does not give by itself",
                remedy: output == .classes ? "ask for \"probabilities\"" : "add for example `\(wish)` to the recipe"
            )
        }
        settings = Summary.Settings(
            positiveClass: positiveClass,
            threshold: threshold,
            outputs: recipe.outputs
                ?? OutputKind.standard(
                    classifierClass: name,
                    hasPositiveClass: positiveClass != nil,
                    hasThreshold: threshold != nil
                )
        )
        self.warnings = warnings
    }
}
