package import Imaging

/// What is wanted of a classifier.
package struct SegmentationRequest: Sendable, Hashable {
    /// The class that is foreground, counted from 1; a file that names one itself wins.
    package var positiveClass: Int?
    /// Foreground is where a ProbabilityMapper's value is at least this.
    package var threshold: Float?
    /// What to compute.
    package var products: Set<Product>
    /// Pixels whose features are wanted too; nil for none.
    package var sample: PixelSample?
    /// What a probability of 1 becomes where an earlier stage's are channels of the next; nil for the largest value of the
    /// image's type, or 1 of float32. For images whose stored type is none of ours.
    package var stageMaximum: Float?

    /// A request for `products`.
    package init(positiveClass: Int? = nil, threshold: Float? = nil, products: Set<Product>) {
        self.positiveClass = positiveClass
        self.threshold = threshold
        self.products = products
    }
}
