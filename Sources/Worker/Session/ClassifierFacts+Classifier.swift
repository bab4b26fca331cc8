package import Classifiers
import Features
import Forests
import Imaging
package import WorkerProtocol

extension ClassifierFacts {
    /// What there is to tell of a classifier.
    package init(_ trained: TrainedClassifier) {
        switch trained {
        case .pixels(let classifier): self.init(classifier)
        case .objects(let classifier): self.init(classifier)
        }
    }

    /// What there is to tell of a classifier of objects.
    private init(_ classifier: ObjectClassifier) {
        let task: Task =
            switch classifier.kind {
            case .objectClassifier: .classifyObjects
            case .objectSelector: .selectObjects
            case .objectMerger: .mergeObjects
            case .tableRowClassifier: .classifyRows
            }
        self.init(
            task: task,
            kind: classifier.kind.rawValue,
            features: classifier.featureNames,
            channels: 1,
            dimensions: nil,
            classes: classifier.forest.classCount,
            gives: [],
            purpose: nil,
            foreground: .chosenClass(standard: nil),
            remarks: classifier.remarks
        )
    }

    /// What there is to tell of a classifier of pixels.
    package init(_ classifier: Classifier) {
        var gives: Set<Product>
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
        // Of several stages the last one's channels are known inside of the computation only.
        if classifier.earlierStages.isEmpty { gives.insert(.features) }
        self.init(
            kind: classifier.kind.rawValue,
            features: classifier.plan.names,
            channels: classifier.channelCount,
            dimensions: classifier.dimensions,
            classes: classifier.forest.classCount,
            gives: gives,
            purpose: purpose,
            foreground: foreground,
            remarks: classifier.remarks,
            classMarks: classifier.training?.classes ?? []
        )
    }
}

extension Classifier {
    /// How many classes it gives probabilities of.
    var probabilityCount: Int { kind == .probabilityMapper ? 1 : forest.classCount }
}
