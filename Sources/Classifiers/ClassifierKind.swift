/// What a classifier computes for each pixel, whatever file it came from; raw values stand in summaries.
package enum ClassifierKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A class.
    case pixelClassifier = "PixelClassifier"
    /// A class, of which one makes objects.
    case objectSegmenter = "ObjectSegmenter"
    /// The probability of one class, or a class number as a float.
    case probabilityMapper = "ProbabilityMapper"
}
