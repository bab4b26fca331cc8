package import Features
package import Forests
package import Measurement

/// Why a file is no classifier that can be run.
package enum ClassifierError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file has no bytes.
    case empty(file: String)
    /// The file begins as none of the known formats does; `look` is what it looks like, where that is known.
    case unrecognised(file: String, look: String?)
    /// The text differs from what `format` writes; line and column count from 1.
    case syntax(format: String, file: String, line: Int, column: Int, expected: String, found: String)
    /// The text is well formed, but its forest is larger or deeper than what is accepted.
    case forestTooLarge(file: String, line: Int, column: Int, limit: String)
    /// A classifier of objects where one of pixels is needed.
    case classifiesObjects(ObjectClassifierKind)
    /// A classifier of pixels where one of objects is needed.
    case classifiesPixels(ClassifierKind)
    /// The feature specification cannot be used.
    case features(FeatureSpecificationError)
    /// A feature of objects cannot be used.
    case objectFeatures(ObjectFeatureError)
    /// The forest of a classifier of objects has more or fewer inputs than there are features.
    case objectFeatureCount(forest: Int, specification: Int)
    /// A classifier of objects that calls itself a PixelClassifier, as old versions of APOC wrote them.
    case objectsUnderPixelName
    /// A classifier of objects whose forest computes a probability.
    case probabilityOfObjects(ObjectClassifierKind)
    /// The forest's inputs are no multiple of the features: channels cannot be counted.
    case featureCount(forest: Int, specification: Int)
    /// The forest is none that can be evaluated.
    case forest(ForestProblem)
    /// The stages of a classifier do not fit together, in words.
    case stages(String)
    /// An ilastik project, or what was taken out of one, that is not run.
    case project(file: String, ProjectProblem)
    /// The number of dimensions is one that no pixel classifier can have.
    case dimensions(Int)
    /// An ObjectSegmenter whose forest computes a probability.
    case probabilityInSegmenter
    /// The class number of a probability is not one of the forest's classes.
    case probabilityClass(Int, classCount: Int)

    /// What is wrong, and with which file, line and column where that is known.
    package var message: String {
        switch self {
        case .empty(let file):
            return "\(file) is empty"
        case .unrecognised(let file, let look):
            return "\(file) does not begin as a classifier does" + (look.map { "; it looks like \($0)" } ?? "")
        case .syntax(let format, let file, let line, let column, let expected, let found):
            return "\(file):\(line):\(column): expected \(expected), found \(found) — "
                + "only files as \(format) writes them are taken; export the classifier again"
        case .forestTooLarge(let file, let line, let column, let limit):
            return "\(file):\(line):\(column): the forest has \(limit) — train it with less depth or fewer trees"
        case .classifiesObjects(let kind):
            return "\(kind.rawValue): the classifier works on objects, and one of pixels is needed here"
        case .classifiesPixels(let kind):
            return "\(kind.rawValue): the classifier works on pixels, and one of objects is needed here"
        case .objectFeatures(let error):
            return error.description
        case .objectFeatureCount(let forest, let specification):
            return """
                the forest takes \(forest) inputs, but the feature_specification has \(specification) features of \
                objects
                """
        case .objectsUnderPixelName:
            return """
                Loading 'ObjectClassifier' failed. Wrong classifier type: the file classifies objects, but calls itself \
                a PixelClassifier, as old versions of APOC wrote them; APOC 0.12 refuses it too. Train it again, or write \
                `classifier_class_name = ObjectClassifier` into its header, with single blanks between the features
                """
        case .probabilityOfObjects(let kind):
            return "\(kind.rawValue): the forest must end in a class, but this one computes a probability"
        case .features(let error):
            return error.description
        case .featureCount(let forest, let specification):
            return """
                the forest takes \(forest) inputs, but the feature_specification has \(specification) features; \
                \(forest) must be \(specification) times the number of channels
                """
        case .forest(let problem):
            return problem.description
        case .stages(let problem):
            return "the stages of the classifier do not fit together: \(problem)"
        case .project(let file, let problem):
            return "\(file): \(problem.message)"
        case .dimensions(let count):
            return """
                num_ground_truth_dimensions = \(count): a \
                classifier of pixels has 2 or 3; 1 is that of classifiers of objects, which carry a class name of theirs
                """
        case .probabilityInSegmenter:
            return "an ObjectSegmenter's forest must end in a class, but this one computes a probability"
        case .probabilityClass(let number, let classCount):
            return "the probability of class \(number) is asked of a forest with \(classCount) classes"
        }
    }

    /// What a person can do about it.
    package var remedy: String {
        switch self {
        case .empty, .unrecognised:
            "give "
                + ClassifierFormat.all.map { "the .\($0.fileExtension) file that \($0.name) wrote" }
                .joined(separator: " or ")
        case .classifiesObjects:
            "give a PixelClassifier, ObjectSegmenter or ProbabilityMapper; an ObjectClassifier, ObjectSelector or"
                + " ObjectMerger is a step that follows it"
        case .project(_, let problem): problem.remedy
        case .classifiesPixels: "give an ObjectClassifier, ObjectSelector or ObjectMerger"
        default: "put a classifier in its place that `segmentd inspect` accepts"
        }
    }

    /// The line and column where the file is at fault, from 1; nil where the whole of it is.
    package var place: (line: Int, column: Int)? {
        switch self {
        case .syntax(_, _, let line, let column, _, _), .forestTooLarge(_, let line, let column, _): (line, column)
        default: nil
        }
    }

    package var description: String { message }
}
