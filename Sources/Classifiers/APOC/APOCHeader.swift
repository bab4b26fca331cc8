/// What the comment at the top of a classifier file says (README.md, "The header").
///
/// The counts are information only: the truth is in the kernel.
package struct APOCHeader: Sendable, Hashable {
    /// The class that opens the file; nil in old files, which any class opens.
    package var className: APOCClass?
    /// The features to compute; `absentFeatureSpecification` where the file has no such line.
    package var featureSpecification: String
    /// Dimensions of the images it was trained on; nil in old files.
    package var groundTruthDimensions: Int?
    package var featureCount: Int?
    package var classCount: Int?
    package var maximumDepth: Int?
    package var treeCount: Int?
    /// Importance of each input of the forest; empty where the file has none.
    package var featureImportances: [Double]
    /// The class whose pixels become objects.
    package var positiveClass: Int?
    package var apocVersion: String?

    /// What APOC takes as the specification of a file without one; it names no feature.
    package static let absentFeatureSpecification = "Custom/unkown"
}
