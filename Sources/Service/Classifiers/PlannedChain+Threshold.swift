import Imaging
import Settings
import WorkerProtocol

extension PlannedChain {
    /// The step that makes objects of probabilities, with a class that the classifier has.
    ///
    /// - Throws: a `Failure` where it stands behind objects, or names no class although there are several.
    func checked(_ threshold: ProbabilityThreshold) throws(Failure) -> ProbabilityThreshold {
        if products.contains(.labels) {
            throw RecipePlan.impossible(
                "the step threshold makes objects, and there are objects before it",
                remedy: "write it first, and once; `labels` (--labels) goes without it"
            )
        }
        guard let pixels, products.contains(.probabilities) else {
            throw RecipePlan.impossible(
                "the step threshold needs probabilities, and nothing before it gives them",
                remedy: "name a classifier of pixels, or leave the step out"
            )
        }
        if pixels.foreground == .threshold {
            guard threshold.classNumber == nil, threshold.core?.classNumber == nil else {
                throw RecipePlan.impossible(
                    "the step threshold names a class, and \(pixels.kindWithArticle) gives the probability of one",
                    remedy: "leave class and core_class out of the step"
                )
            }
            return threshold
        }
        guard threshold.classNumber != nil else {
            throw RecipePlan.impossible(
                "the step threshold does not say which of \(pixels.classes) classes objects are of",
                remedy: "name it: { threshold = \(threshold.threshold), class = 2 } takes the probability of class 2"
            )
        }
        if let most = threshold.classes.max(), most > pixels.classes {
            throw RecipePlan.impossible(
                "class \(most) of the step threshold never occurs: the classifier has \(pixels.classes) class(es)",
                remedy: "write a class from 1 to \(pixels.classes)"
            )
        }
        return threshold
    }
}

extension StepSettings {
    /// Whether it makes objects of probabilities.
    var thresholdsProbabilities: Bool {
        if case .thresholdProbabilities = self { true } else { false }
    }
}
