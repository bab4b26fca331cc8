package import Imaging

/// The results for one plane or volume; what was not asked for is nil or empty.
package struct SegmentationResult: Sendable, Equatable {
    package var classMap: ClassMap?
    /// One plane per class, in class order, or the one plane of a ProbabilityMapper; (Z, Y, X), x fastest.
    package var probabilities: [[Float]] = []
    /// The foreground.
    package var mask: Mask?
    /// The foreground's components that touch with their sides, in APOC's numbering: ascending by first pixel, x
    /// outermost, then y, then z.
    package var labels: LabelImage?
    /// The features of the pixels that were asked for: for each input of the forest those of the grid, (Z, Y, X).
    package var sampledFeatures: [[Float]] = []
    /// What the user should know of how this was computed.
    package var notes: [String] = []
}

extension SegmentationResult {
    /// The result where nothing was asked for: objects come from others.
    package static var none: SegmentationResult { SegmentationResult() }
}
