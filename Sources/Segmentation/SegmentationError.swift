package import OpenCLRuntime

/// Why an image could not be segmented.
package enum SegmentationError: Error, Sendable, CustomStringConvertible {
    /// The image has not as many channels as the classifier needs.
    case channelCount(image: Int, classifier: Int)
    /// A channel has not as many pixels as the size says.
    case pixelCount(channel: Int, pixels: Int, expected: Int)
    /// The image has no pixels.
    case emptyImage
    /// A mask or labels are wanted, and nothing says which class is foreground.
    case noPositiveClass
    /// A mask or labels of a ProbabilityMapper are wanted without a threshold.
    case noThreshold
    /// No device passed, and the host's own arithmetic is not allowed.
    case noDevice(reasons: [String])
    /// A device failed.
    case device(OpenCLError)

    /// What failed and what to do.
    package var description: String {
        switch self {
        case .channelCount(let image, let classifier):
            let channels = classifier == 1 ? "1 channel" : "\(classifier) channels"
            return "the classifier needs \(channels), the image has \(image); use a classifier trained on such images"
        case .pixelCount(let channel, let pixels, let expected):
            return "channel \(channel) has \(pixels) pixels instead of \(expected)"
        case .emptyImage:
            return "the image has no pixels"
        case .noPositiveClass:
            return "a mask or labels need to know which class is foreground; set positive_class in the recipe"
        case .noThreshold:
            return "a mask or labels of a probability need a threshold; set threshold in the recipe"
        case .noDevice(let reasons):
            return "no device can be used: " + (reasons.isEmpty ? "there is none" : reasons.joined(separator: "; "))
        case .device(let error):
            return error.description
        }
    }
}
