import Classifiers
import WorkerProtocol

extension TrainingKind {
    /// The class of APOC that opens the file.
    var apocClass: APOCClass {
        switch self {
        case .pixelClassifier: .pixelClassifier
        case .objectSegmenter: .objectSegmenter
        case .probabilityMapper: .probabilityMapper
        case .objectClassifier: .objectClassifier
        case .objectSelector: .objectSelector
        case .tableRowClassifier: .tableRowClassifier
        }
    }

    /// Whether the file names a class of which objects are made, or kept.
    var hasPositiveClass: Bool { self == .objectSegmenter || self == .objectSelector }

    /// Whether samples of the other kind are of the same sort.
    func sharesSamples(with other: String) -> Bool {
        guard let other = TrainingKind(rawValue: other) else { return false }
        return isOfPixels == other.isOfPixels && takesLabels == other.takesLabels
    }
}
