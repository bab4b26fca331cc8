package import Imaging

/// What was made of one plane; what was not asked for is nil or empty.
package struct PlaneSegmentation: Sendable, Equatable {
    package var classMap: ClassMap?
    /// One plane per class, in class order, or the one plane of a ProbabilityMapper; row-major (Y, X).
    package var probabilities: [[Float]] = []
    /// 255 in the foreground, 0 elsewhere; row-major (Y, X).
    package var mask: [UInt8]?
    /// The foreground's 4-connected components in APOC's numbering: ascending by first pixel, column by column.
    package var labels: LabelImage?
}
