import Imaging

/// The smallest image on which a feature means anything.
package struct FeatureSizeLimit: Sendable, Hashable {
    /// The feature's name.
    package let name: String
    /// Pixels that the image must have along each axis.
    package let least: Int
    /// Whether volumes may have fewer slices.
    package let isPlanar: Bool
}

/// Why a feature has no result on an image of some size.
package struct FeatureSizeProblem: Sendable, Hashable, CustomStringConvertible {
    /// Which feature, and why.
    package let description: String
    /// What a person can do about it.
    package let remedy: String
    /// Whether the feature is for volumes, and the image is none.
    package let isOfDimensions: Bool
    /// Whether only slices are missing.
    package let isOfDepthAlone: Bool

    /// What `limit` says of an image of `size`; nil where there is a result.
    init?(_ limit: FeatureSizeLimit, _ size: ImageSize) {
        let extents =
            [("width", size.width), ("height", size.height)] + (limit.isPlanar ? [] : [("depth", size.depth)])
        let small = extents.filter { $0.1 < limit.least }
        guard !small.isEmpty else { return nil }
        isOfDimensions = !limit.isPlanar && !size.is3D
        isOfDepthAlone = small.map(\.0) == ["depth"]
        let words = small.map { "\($0) \($1)" }.joined(separator: ", ")
        let axes = limit.isPlanar ? "width and height" : "each axis"
        description =
            isOfDimensions
            ? "feature \"\(limit.name)\" is one of volumes; the image has no slices"
            : "too small for the feature \"\(limit.name)\" (\(words)), which needs at least \(limit.least) pixels along \(axes), "
                + "as in ilastik"
        remedy =
            isOfDimensions
            ? "segment volumes, or train with the scales computed in 2D"
            : "segment larger images, or train without the features of this scale"
    }
}
