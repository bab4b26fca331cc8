package import Imaging

/// What the worker tells of a classifier, whatever format its file has; the daemon knows no more than this.
package struct ClassifierFacts: Sendable, Hashable, Codable {
    /// How it comes to its foreground.
    package enum ForegroundRule: Sendable, Hashable, Codable {
        /// The file names the class.
        case fixedClass(Int)
        /// The recipe names the class; where it does not, there is a standard, or no foreground.
        case chosenClass(standard: Int?)
        /// The recipe names a threshold of the probability, or there is no foreground.
        case threshold
    }

    /// What it works on and makes of it.
    package enum Task: String, Sendable, Hashable, Codable {
        /// Gives pixels a class or a probability.
        case pixels
        /// Gives objects a class.
        case classifyObjects
        /// Leaves the objects of one class.
        case selectObjects
        /// Joins objects that touch.
        case mergeObjects
        /// Gives rows of a table a class.
        case classifyRows
    }

    /// What it works on and makes of it.
    package var task: Task
    /// What it is called in the field, for example `PixelClassifier`.
    package var kind: String
    /// The features, as the file names them.
    package var features: [String]
    /// Channels that an image must have.
    package var channels: Int
    /// Dimensions of the images it was trained on: 2 or 3; nil where the file does not say.
    package var dimensions: Int?
    /// Number of classes, background included.
    package var classes: Int
    /// What it makes of pixels by itself.
    package var gives: Set<Product>
    /// What of that it is made for; nil where it is the foreground.
    package var purpose: Product?
    /// Where the foreground comes from.
    package var foreground: ForegroundRule
    /// What a person should know of the file, as sentences.
    package var remarks: [String]
    /// The classes as whoever trained it calls and shows them, from class 1; empty where the file has none.
    package var classMarks: [ClassMark]

    /// The facts of a classifier.
    package init(
        task: Task = .pixels,
        kind: String,
        features: [String],
        channels: Int,
        dimensions: Int?,
        classes: Int,
        gives: Set<Product>,
        purpose: Product?,
        foreground: ForegroundRule,
        remarks: [String],
        classMarks: [ClassMark] = []
    ) {
        self.task = task
        self.kind = kind
        self.features = features
        self.channels = channels
        self.dimensions = dimensions
        self.classes = classes
        self.gives = gives
        self.purpose = purpose
        self.foreground = foreground
        self.remarks = remarks
        self.classMarks = classMarks
    }
}
