package import Imaging

/// One training as the worker sees it: no path, only what to learn and from what.
///
/// The descriptors that come with it are, open for reading: those of each annotated image in turn, the tables, the earlier
/// samples, the classifier in force; then, open for reading and writing and empty: the classifier, the samples.
package struct TrainingJob: Sendable, Codable, Equatable {
    package var kind: TrainingKind
    /// The features as they will stand in the header.
    package var features: String
    /// The most splits from a root to a leaf.
    package var depth = 2
    package var trees = 100
    /// Which class, from 1 in the order of annotations, an ObjectSegmenter or ObjectSelector makes objects of.
    package var positiveClass: Int?
    /// Which class, from 1, a ProbabilityMapper tells the probability of; 0 for APOC's "no class".
    package var probabilityClass: Int?
    package var images: [AnnotatedImage] = []
    /// The names of tables whose rows are annotated.
    package var tables: [String] = []
    /// The column of the tables that holds the annotations.
    package var annotationColumn = "annotation"
    /// What is said about the axes of the images.
    package var axes = AxisChoice()
    /// 2 to take the slices of a stack one by one, 3 to take stacks as volumes; nil for what the earlier samples are of, and
    /// without them for what the first image is.
    package var dimensions: Int?
    /// SHA-256 of the classifier that the earlier samples must belong to; nil where it does not matter.
    package var earlierClassifier: String?
    /// Whether earlier samples come along, to which these are added.
    package var continues = false
    /// Whether an image that the earlier samples hold takes the place of its earlier samples, and images are in the order of
    /// their names; otherwise all are added behind what is there, as APOC does.
    package var replaces = false
    /// Images whose earlier samples leave, by name: their annotations are gone.
    package var forgets: [String] = []
    /// Whether the earlier samples are of something else and only tell what is held back, and what was once learnt from.
    package var takesDecisionsOnly = false
    package var holdBack: HoldBack?
    /// What is held back together; nil for whole images where there are enough of them.
    package var holdBackUnit: HoldBackUnit?
    /// Whether the classifier in force comes along, to be judged on what is held back.
    package var comparesInForce = false
    /// What was annotated for each of its classes, class 1 first; nil where only the earlier samples may know.
    package var classesInForce: [Int]?
    /// How many threads grow trees; nil for all.
    package var threads: Int?
    package var limits = ImageLimits()

    /// A training with nothing to learn from yet.
    package init(kind: TrainingKind, features: String) {
        (self.kind, self.features) = (kind, features)
    }

    /// How many open files come with it.
    package var descriptorCount: Int {
        images.reduce(0) { $0 + $1.descriptorCount } + tables.count + (continues ? 1 : 0) + (comparesInForce ? 1 : 0)
            + 2
    }
}
