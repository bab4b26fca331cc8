/// What can be trained, by APOC's names.
package enum TrainingKind: String, Sendable, Hashable, Codable, CaseIterable {
    case pixelClassifier = "PixelClassifier"
    case objectSegmenter = "ObjectSegmenter"
    case probabilityMapper = "ProbabilityMapper"
    case objectClassifier = "ObjectClassifier"
    case objectSelector = "ObjectSelector"
    case tableRowClassifier = "TableRowClassifier"

    /// Whether it learns from pixels.
    package var isOfPixels: Bool {
        switch self {
        case .pixelClassifier, .objectSegmenter, .probabilityMapper: true
        case .objectClassifier, .objectSelector, .tableRowClassifier: false
        }
    }

    /// Whether it needs label images beside images and annotations.
    package var takesLabels: Bool { self == .objectClassifier || self == .objectSelector }
}
