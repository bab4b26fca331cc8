package import Imaging

/// One validation as the worker sees it.
///
/// The descriptors that come with it are, open for reading: the classifier, those of each annotated image in turn; then,
/// open for reading and writing and empty: one page of pictures for each image, where they are wanted.
package struct ValidationJob: Sendable, Codable, Equatable {
    /// What the annotations are.
    package enum Truth: String, Sendable, Codable, CaseIterable {
        /// Classes from 1; 0 is not annotated.
        case classes
        /// Objects from 1; 0 is background.
        case objects
    }

    /// The name of the classifier's file.
    package var classifier: String
    package var images: [AnnotatedImage]
    package var truth = Truth.classes
    /// What was annotated for each class when the classifier was trained, class 1 first; nil where that is not known, so that
    /// annotated numbers are taken for classes.
    package var classes: [Int]?
    /// The name of the file that says so; nil where a person does.
    package var classesSource: String?
    /// Which class makes objects; nil for the classifier's own.
    package var positiveClass: Int?
    /// The probability from which a pixel belongs to an object.
    package var threshold: Double?
    package var axes = AxisChoice()
    /// Whether a page of pictures is drawn of each image.
    package var drawsPages = false
    package var limits = ImageLimits()

    /// A validation of the classifier of that name.
    package init(classifier: String, images: [AnnotatedImage]) {
        (self.classifier, self.images) = (classifier, images)
    }

    /// How many open files come with it.
    package var descriptorCount: Int {
        1 + images.reduce(0) { $0 + $1.descriptorCount } + (drawsPages ? images.count : 0)
    }
}
