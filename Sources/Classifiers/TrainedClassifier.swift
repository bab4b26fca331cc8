package import Forests

/// What a classifier file holds: a classifier of pixels, or one of objects.
package enum TrainedClassifier: Sendable {
    case pixels(Classifier)
    case objects(ObjectClassifier)

    /// What it is called in summaries.
    package var kindName: String {
        switch self {
        case .pixels(let classifier): classifier.kind.rawValue
        case .objects(let classifier): classifier.kind.rawValue
        }
    }

    /// Its forest.
    package var forest: RandomForest {
        switch self {
        case .pixels(let classifier): classifier.forest
        case .objects(let classifier): classifier.forest
        }
    }

    /// What the file says of the training; nil without a file.
    package var training: ClassifierTraining? {
        switch self {
        case .pixels(let classifier): classifier.training
        case .objects(let classifier): classifier.training
        }
    }

    /// What a person should know of the file, as sentences.
    package var remarks: [String] {
        switch self {
        case .pixels(let classifier): classifier.remarks
        case .objects(let classifier): classifier.remarks
        }
    }

    /// The classifier of pixels.
    ///
    /// - Throws: where it is one of objects.
    package func pixelClassifier() throws(ClassifierError) -> Classifier {
        switch self {
        case .pixels(let classifier): return classifier
        case .objects(let classifier): throw .classifiesObjects(classifier.kind)
        }
    }

    /// The classifier of objects.
    ///
    /// - Throws: where it is one of pixels.
    package func objectClassifier() throws(ClassifierError) -> ObjectClassifier {
        switch self {
        case .pixels(let classifier): throw .classifiesPixels(classifier.kind)
        case .objects(let classifier): return classifier
        }
    }
}
