package import Imaging
package import Results

/// One (image, recipe) as the worker sees it: no path, only what to compute and which outputs to fill.
///
/// The descriptors that come with it are the image, open for reading, then one file per entry of `outputs`, in order.
package struct SegmentationJob: Sendable, Codable, Equatable {
    /// The file name of the image, for messages only.
    package var imageName: String
    /// SHA-256 of the classifier file, which the worker was given before.
    package var classifierDigest: String
    /// The class that mask and labels are made of, from 1; nil when no class is singled out.
    package var positiveClass: Int?
    /// Probability from which on a pixel belongs to the mask (ProbabilityMapper).
    package var threshold: Float?
    /// Names for the axes of the image that overrule the file's; nil leaves them to the file and the classifier.
    package var axes: AxisNames?
    /// What to write, in the order of the descriptors.
    package var outputs: [OutputKind]

    /// A job for the image called `imageName`.
    package init(
        imageName: String,
        classifierDigest: String,
        positiveClass: Int?,
        threshold: Float?,
        axes: AxisNames? = nil,
        outputs: [OutputKind]
    ) {
        self.imageName = imageName
        self.classifierDigest = classifierDigest
        self.positiveClass = positiveClass
        self.threshold = threshold
        self.axes = axes
        self.outputs = outputs
    }
}
