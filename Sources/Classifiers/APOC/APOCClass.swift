/// The APOC class that wrote a classifier file; raw values are the names in the file.
package enum APOCClass: String, Sendable, Hashable, Codable, CaseIterable {
    case pixelClassifier = "PixelClassifier"
    case objectSegmenter = "ObjectSegmenter"
    case probabilityMapper = "ProbabilityMapper"
    case objectClassifier = "ObjectClassifier"
    case objectSelector = "ObjectSelector"
    case objectMerger = "ObjectMerger"
    case tableRowClassifier = "TableRowClassifier"
}
