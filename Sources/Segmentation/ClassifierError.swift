package import Features

/// Why a classifier file that is well-formed cannot be used.
package enum ClassifierError: Error, Sendable, CustomStringConvertible {
    /// A class of APOC that this program does not know how to run yet.
    case unsupportedClass(String)
    /// The feature specification cannot be used.
    case features(FeatureSpecificationError)
    /// The forest's inputs are no multiple of the features: channels cannot be counted.
    case featureCount(forest: Int, specification: Int)
    /// The number of dimensions is one that no pixel classifier can have.
    case dimensions(Int)
    /// An ObjectSegmenter whose forest computes a probability.
    case probabilityInSegmenter
    /// The class number of a probability is not one of the forest's classes.
    case probabilityClass(Int, classCount: Int)

    /// What is wrong with the file and what to do.
    package var description: String {
        switch self {
        case .unsupportedClass(let name):
            return """
                \(name) classifiers are not yet supported; use a PixelClassifier, ObjectSegmenter or ProbabilityMapper
                """
        case .features(let error):
            return error.description
        case .featureCount(let forest, let specification):
            return """
                the forest takes \(forest) inputs, but the feature_specification has \(specification) features; \
                \(forest) must be \(specification) times the number of channels
                """
        case .dimensions(let count):
            return """
                num_ground_truth_dimensions = \(count): pixels have 2 or 3 dimensions; \
                object classifiers, which have 1, are not yet supported
                """
        case .probabilityInSegmenter:
            return "an ObjectSegmenter's forest must end in a class, but this one computes a probability"
        case .probabilityClass(let number, let classCount):
            return "the probability of class \(number) is asked of a forest with \(classCount) classes"
        }
    }
}
