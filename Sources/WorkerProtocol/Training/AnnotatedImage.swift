/// An image with what somebody said of it, by the names of their files, for messages and for the samples.
package struct AnnotatedImage: Sendable, Hashable, Codable {
    package var image: String
    package var annotation: String
    /// The label image whose objects are annotated; nil where pixels are.
    package var labels: String?

    /// The files of these names.
    package init(image: String, annotation: String, labels: String? = nil) {
        (self.image, self.annotation, self.labels) = (image, annotation, labels)
    }

    /// How many open files stand for it: the image, the annotation, then the labels.
    package var descriptorCount: Int { labels == nil ? 2 : 3 }
}
