import Forests
package import Pipeline
package import Results
package import Segmentation
package import Settings

/// A recipe joined with the classifier in force: exactly what is asked of the worker for an image.
package struct RecipePlan: Sendable {
    /// The kind of the failure where a classifier cannot give what a recipe wants.
    static let impossibleKind = "recipe_impossible"

    /// What is asked for, as summaries record it.
    package let settings: Summary.Settings
    /// What a person should know of the way the recipe was understood.
    package let warnings: [String]

    /// Joins `recipe` and `classifier`.
    ///
    /// - Throws: an `ImageFailure` of kind `recipe_impossible` when the classifier cannot give what the recipe wants, or
    ///   has no use for what it says: nothing that somebody asked for is left out in silence.
    package init(recipe: RecipeSettings, classifier: Classifier) throws(ImageFailure) {
        let name = classifier.kind.rawValue
        let positiveClass = try Self.positiveClass(recipe.positiveClass, of: classifier)
        let threshold = recipe.threshold.map(Float.init)
        if let wanted = recipe.threshold, classifier.kind != .probabilityMapper {
            throw Self.impossible(
                "threshold = \(wanted) has no meaning: only a ProbabilityMapper has one, and this is a \(name)",
                remedy: "leave threshold (--threshold) out"
            )
        }
        var warnings = classifier.remarks
        if let positiveClass, positiveClass > classifier.forest.classCount {
            warnings.append(
                "class \(positiveClass) never occurs: the classifier has \(classifier.forest.classCount) classes"
            )
        }
        let possible = OutputKind.possible(
            classifierClass: name,
            hasPositiveClass: positiveClass != nil,
            hasThreshold: threshold != nil
        )
        if let output = recipe.outputs?.first(where: { !possible.contains($0) }) {
            let wish = classifier.kind == .probabilityMapper ? "threshold = 0.5" : "positive_class = 2"
            throw Self.impossible(
                "outputs holds \"\(output.rawValue)\", which a \(name) does not give by itself",
                remedy: output == .classes ? "ask for \"probabilities\"" : "add for example `\(wish)` to the recipe"
            )
        }
        settings = Summary.Settings(
            positiveClass: positiveClass,
            threshold: threshold,
            axes: recipe.axes,
            outputs: recipe.outputs
                ?? OutputKind.standard(
                    classifierClass: name,
                    hasPositiveClass: positiveClass != nil,
                    hasThreshold: threshold != nil
                )
        )
        self.warnings = warnings
    }

    /// The class that mask and labels are made of; the one that an ObjectSegmenter's file names holds, as in APOC
    /// (spec/apoc.md, section 1.1), and where it names none, 2.
    private static func positiveClass(_ wanted: Int?, of classifier: Classifier) throws(ImageFailure) -> Int? {
        let (own, count) = (classifier.positiveClass, classifier.forest.classCount)
        if let wanted {
            if classifier.kind == .probabilityMapper {
                throw impossible(
                    "positive_class = \(wanted) has no meaning: a ProbabilityMapper gives the probability of one class",
                    remedy: "leave positive_class (--positive-class) out; add `threshold = 0.5` for a mask"
                )
            }
            if let own, own != wanted {
                throw impossible(
                    "positive_class = \(wanted) cannot be: the classifier is an ObjectSegmenter of class \(own)",
                    remedy: "leave positive_class (--positive-class) out, or train a classifier for class \(wanted)"
                )
            }
            if own == nil, wanted > count {
                throw impossible(
                    "positive_class = \(wanted) never occurs: the classifier has \(count) class(es)",
                    remedy: "write a class from 1 to \(count)"
                )
            }
        }
        return own ?? wanted ?? (classifier.kind == .objectSegmenter ? 2 : nil)
    }

    private static func impossible(_ message: String, remedy: String) -> ImageFailure {
        ImageFailure(kind: impossibleKind, message: message, remedy: remedy)
    }
}
