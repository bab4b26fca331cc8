package import Forests

/// A classifier of objects as data, whatever file it came from: its features and its forest, checked against each other.
package struct ObjectClassifier: Sendable {
    /// What it does.
    package let kind: ObjectClassifierKind
    /// What its forest reads.
    package let inputs: ObjectInputs
    /// The names of the inputs, in the words of the file.
    package let featureNames: [String]
    /// Decides the class of an object.
    package let forest: RandomForest
    /// The class of objects that an ObjectSelector keeps, counted from 1; nil for the others.
    package let positiveClass: Int?
    /// What the file says of the training; nil without a file.
    package let training: ClassifierTraining?
    /// What a person should know of the file, as sentences; none of it changes what is computed.
    package let remarks: [String]

    /// The class that means "merge" to an ObjectMerger.
    package static let mergingClass = 1

    /// A classifier whose parts are checked against each other.
    ///
    /// - Throws: where the forest has more or fewer inputs than there are features.
    package init(
        kind: ObjectClassifierKind,
        inputs: ObjectInputs,
        featureNames: [String],
        forest: RandomForest,
        positiveClass: Int? = nil,
        training: ClassifierTraining? = nil,
        remarks: [String] = []
    ) throws(ClassifierError) {
        guard forest.featureCount == inputs.count, inputs.count == featureNames.count else {
            throw .objectFeatureCount(forest: forest.featureCount, specification: inputs.count)
        }
        (self.kind, self.inputs, self.featureNames, self.forest) = (kind, inputs, featureNames, forest)
        (self.positiveClass, self.training, self.remarks) = (positiveClass, training, remarks)
    }

    /// Whether it can only be applied with an intensity image that means something: without one APOC takes the labels
    /// for intensities, except between touching objects, where it fails.
    package var needsIntensity: Bool { inputs.needIntensity }
}
