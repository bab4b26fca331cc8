package import Features
package import Forests

/// A classifier of pixels as data, whatever file it came from: its features and its forest, checked against each other.
package struct Classifier: Sendable {
    /// What it computes.
    package let kind: ClassifierKind
    /// The features of one channel.
    package let plan: FeaturePlan
    /// Decides the class of a pixel from the features of all channels: feature k of channel c is input c × features + k.
    package let forest: RandomForest
    /// Channels an image must have: the forest's inputs divided by the features.
    package let channelCount: Int
    /// Dimensions of the images it was trained on: 2 or 3; nil where the file does not say.
    package let dimensions: Int?
    /// The class that the file itself makes foreground, counted from 1; nil where it leaves that to whoever asks.
    package let positiveClass: Int?
    /// The class whose probability a ProbabilityMapper computes, counted from 1; nil when its forest ends in a class
    /// number, which is then given as a float, as in APOC.
    package let probabilityClass: Int?
    /// What the file says of the training; nil without a file.
    package let training: ClassifierTraining?
    /// What a person should know of the file, as sentences; none of it changes what is computed.
    package let remarks: [String]

    /// APOC's own choice for an ObjectSegmenter whose file names no class.
    private static let standardPositiveClass = 2

    /// A classifier whose parts are checked against each other.
    ///
    /// - Throws: where inputs cannot be shared out among channels, or the probability is of no class of the forest.
    package init(
        kind: ClassifierKind,
        plan: FeaturePlan,
        forest: RandomForest,
        dimensions: Int?,
        positiveClass: Int? = nil,
        probabilityClass: Int? = nil,
        training: ClassifierTraining? = nil,
        remarks: [String] = []
    ) throws(ClassifierError) {
        let count = plan.outputs.count
        guard forest.featureCount > 0, forest.featureCount.isMultiple(of: count) else {
            throw .featureCount(forest: forest.featureCount, specification: count)
        }
        if let probabilityClass, !(1...forest.classCount).contains(probabilityClass) {
            throw .probabilityClass(probabilityClass, classCount: forest.classCount)
        }
        (self.kind, self.plan, self.forest, self.dimensions) = (kind, plan, forest, dimensions)
        (self.positiveClass, self.probabilityClass) = (positiveClass, probabilityClass)
        (self.training, self.remarks) = (training, remarks)
        channelCount = forest.featureCount / count
    }

    /// A classifier of planes without a file: every pixel gets a class by `forest`.
    ///
    /// - Precondition: the forest's inputs are a multiple of the features.
    package init(plan: FeaturePlan, forest: RandomForest, positiveClass: Int?) {
        (kind, dimensions, probabilityClass) = (.pixelClassifier, 2, nil)
        (training, remarks) = (nil, [])
        self.plan = plan
        self.forest = forest
        self.positiveClass = positiveClass
        channelCount = forest.featureCount / plan.outputs.count
    }

    /// The class that mask and labels are made of, counted from 1: the one that the file names, else the one that was
    /// asked for, else, for an ObjectSegmenter, class 2, as in APOC; nil where nobody says.
    package func foregroundClass(asked: Int?) -> Int? {
        positiveClass ?? asked ?? (kind == .objectSegmenter ? Self.standardPositiveClass : nil)
    }
}
