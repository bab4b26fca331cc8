package import Classifiers
import Features
import Forests
import Imaging
package import WorkerProtocol

extension ClassifierFacts {
    /// What there is to tell of a classifier.
    package init(_ classifier: Classifier) {
        let gives: Set<Product>
        let purpose: Product?
        let foreground: ForegroundRule
        switch classifier.kind {
        case .probabilityMapper: (gives, purpose, foreground) = ([.probabilities], .probabilities, .threshold)
        case .objectSegmenter, .pixelClassifier:
            gives = [.classMap, .probabilities]
            purpose = classifier.kind == .pixelClassifier ? .classMap : nil
            foreground =
                classifier.positiveClass.map(ForegroundRule.fixedClass)
                ?? .chosenClass(standard: classifier.foregroundClass(asked: nil))
        }
        self.init(
            kind: classifier.kind.rawValue,
            features: classifier.plan.names,
            channels: classifier.channelCount,
            dimensions: classifier.dimensions,
            classes: classifier.forest.classCount,
            gives: gives,
            purpose: purpose,
            foreground: foreground,
            remarks: classifier.remarks
        )
    }
}

extension Classifier {
    /// How many classes it gives probabilities of.
    var probabilityCount: Int { kind == .probabilityMapper ? 1 : forest.classCount }
}
