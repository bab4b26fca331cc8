import Imaging
import Results
package import Settings
import WorkerClient
package import WorkerProtocol

/// A recipe of the configuration joined with the classifier in force: exactly what is asked of the worker for an image.
package struct RecipePlan: Sendable {
    /// The kind of the failure where a classifier cannot give what a recipe wants.
    static let impossibleKind = "recipe_impossible"

    /// What is asked for.
    package let recipe: Recipe
    /// What a person should know of the way the recipe was understood.
    package let warnings: [String]

    /// Joins `settings` and a classifier.
    ///
    /// - Parameter digest: SHA-256 of the classifier's file.
    /// - Throws: an `Failure` of kind `recipe_impossible` when the classifier cannot give what the recipe wants, or
    ///   has no use for what it says: nothing that somebody asked for is left out in silence.
    package init(
        _ settings: RecipeSettings,
        classifier: ClassifierFacts,
        digest: String
    ) throws(Failure) {
        let foreground = try Self.foreground(settings, of: classifier)
        var warnings = classifier.remarks
        if case .positiveClass(let number) = foreground, number > classifier.classes {
            warnings.append("class \(number) never occurs: the classifier has \(classifier.classes) classes")
        }
        var steps: [RecipeStep] = [.classifyPixels(classifier: digest, foreground: foreground)]
        if foreground != nil { steps.append(.connectComponents) }
        var products = steps.reduce(classifier.gives) { $0.union($1.gives) }
        for step in settings.steps {
            let missing = step.needs.subtracting(products).map(\.rawValue).sorted()
            guard missing.isEmpty else {
                throw Self.impossible(
                    "a step needs \(missing.joined(separator: " and ")), and nothing before it gives that",
                    remedy: "add what makes objects (`positive_class`, `threshold`), or leave the step out"
                )
            }
            products.formUnion(step.gives)
            steps.append(step)
        }
        let possible = OutputKind.all.filter { $0.needs.isSubset(of: products) }
        if let output = settings.outputs?.first(where: { !possible.contains($0) }) {
            throw Self.cannotGive(output, classifier, isForegroundKnown: foreground != nil)
        }
        let standard = possible.filter { $0.isStandard(for: classifier) }
        recipe = Recipe(steps: steps, axes: settings.axes, outputs: settings.outputs ?? standard)
        self.warnings = warnings
    }

    /// What mask and labels are made of: the class that the file names holds, as in APOC; where it names none, the class
    /// of the recipe, or the classifier's standard.
    private static func foreground(
        _ settings: RecipeSettings,
        of classifier: ClassifierFacts
    ) throws(Failure) -> Foreground? {
        if let wanted = settings.threshold, classifier.foreground != .threshold {
            throw impossible(
                "threshold = \(wanted) has no meaning: only a ProbabilityMapper has one, and this is "
                    + classifier.kindWithArticle,
                remedy: "leave threshold (--threshold) out"
            )
        }
        let wanted = settings.positiveClass
        switch classifier.foreground {
        case .threshold:
            if let wanted {
                throw impossible(
                    "positive_class = \(wanted) has no meaning: \(classifier.kindWithArticle) gives the probability of "
                        + "one class",
                    remedy: "leave positive_class (--positive-class) out; add `threshold = 0.5` for a mask"
                )
            }
            return settings.threshold.map { .threshold(Float($0)) }
        case .fixedClass(let own):
            if let wanted, wanted != own {
                throw impossible(
                    "positive_class = \(wanted) cannot be: the classifier is \(classifier.kindWithArticle) of class \(own)",
                    remedy: "leave positive_class (--positive-class) out, or train a classifier for class \(wanted)"
                )
            }
            return .positiveClass(own)
        case .chosenClass(let standard):
            if let wanted, wanted > classifier.classes {
                throw impossible(
                    "positive_class = \(wanted) never occurs: the classifier has \(classifier.classes) class(es)",
                    remedy: "write a class from 1 to \(classifier.classes)"
                )
            }
            return (wanted ?? standard).map(Foreground.positiveClass)
        }
    }

    /// What to say of an output for which the classifier gives too little.
    private static func cannotGive(
        _ output: OutputKind,
        _ classifier: ClassifierFacts,
        isForegroundKnown: Bool
    ) -> Failure {
        let remedy: String
        if !output.needs.isDisjoint(with: [.mask, .labels]), !isForegroundKnown {
            let wish = classifier.foreground == .threshold ? "threshold = 0.5" : "positive_class = 2"
            remedy = "add for example `\(wish)` to the recipe"
        } else {
            let others = OutputKind.all.filter { $0.needs.isSubset(of: classifier.gives) }
            remedy = "ask for " + others.map { "\"\($0)\"" }.joined(separator: " or ")
        }
        return impossible(
            "outputs holds \"\(output)\", which \(classifier.kindWithArticle) does not give by itself",
            remedy: remedy
        )
    }

    private static func impossible(_ message: String, remedy: String) -> Failure {
        Failure(kind: impossibleKind, message: message, remedy: remedy)
    }
}

extension OutputKind {
    /// Whether a recipe that names no outputs writes it, if it can.
    fileprivate func isStandard(for classifier: ClassifierFacts) -> Bool {
        switch standard {
        case .always: true
        case .asPurpose: classifier.purpose.map(needs.contains) ?? false
        case .never: false
        }
    }
}

extension ClassifierFacts {
    /// `a PixelClassifier`, `an ObjectSegmenter`.
    fileprivate var kindWithArticle: String {
        "\(kind.first.map { "AEIOU".contains($0) } ?? false ? "an" : "a") \(kind)"
    }
}

extension RecipePlan {
    /// Joins `settings` and a classifier in force.
    init(_ settings: RecipeSettings, _ loaded: ClassifierStore.Loaded) throws(Failure) {
        try self.init(settings, classifier: loaded.facts, digest: loaded.reference.digest)
    }
}
