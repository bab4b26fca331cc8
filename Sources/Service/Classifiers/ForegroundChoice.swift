import Settings
import WorkerProtocol

/// What of the pixels becomes mask and labels, by the recipe and by the classifier.
enum ForegroundChoice {
    /// What mask and labels are made of: the class that the file names holds, as in APOC; where it names none, the class
    /// of the recipe, or the classifier's standard.
    static func foreground(
        _ settings: RecipeSettings,
        of classifier: ClassifierFacts
    ) throws(Failure) -> Foreground? {
        if let wanted = settings.threshold, classifier.foreground != .threshold {
            throw RecipePlan.impossible(
                "threshold = \(wanted) has no meaning: only a ProbabilityMapper has one, and this is "
                    + classifier.kindWithArticle,
                remedy: "leave threshold (--threshold) out"
            )
        }
        let wanted = settings.positiveClass
        switch classifier.foreground {
        case .threshold:
            if let wanted {
                throw RecipePlan.impossible(
                    "positive_class = \(wanted) has no meaning: \(classifier.kindWithArticle) gives the probability of "
                        + "one class",
                    remedy: "leave positive_class (--positive-class) out; add `threshold = 0.5` for a mask"
                )
            }
            return settings.threshold.map { .threshold(Float($0)) }
        case .fixedClass(let own):
            if let wanted, wanted != own {
                throw RecipePlan.impossible(
                    "positive_class = \(wanted) cannot be: the classifier is \(classifier.kindWithArticle) of class \(own)",
                    remedy: "leave positive_class (--positive-class) out, or train a classifier for class \(wanted)"
                )
            }
            return .positiveClass(own)
        case .chosenClass(let standard):
            if let wanted, wanted > classifier.classes {
                throw RecipePlan.impossible(
                    "positive_class = \(wanted) never occurs: the classifier has \(classifier.classes) class(es)",
                    remedy: "write a class from 1 to \(classifier.classes)"
                )
            }
            return (wanted ?? standard).map(Foreground.positiveClass)
        }
    }
}
