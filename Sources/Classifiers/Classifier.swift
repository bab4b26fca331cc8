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
    /// Channels an image must have: the forest's inputs divided by the features, less those that earlier stages give.
    package let channelCount: Int
    /// The stages before this one, first to last: the probabilities of each are channels of the next, behind the image's own,
    /// in the type of the image's pixels. Each is as if it stood alone. Empty but for Autocontext, which has one.
    package let earlierStages: [Classifier]
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
        remarks: [String] = [],
        earlierStages: [Classifier] = []
    ) throws(ClassifierError) {
        do { try forest.check() } catch { throw .forest(error) }
        let count = plan.outputs.count
        let given = earlierStages.last?.forest.classCount ?? 0
        guard count > 0 else { throw .featureCount(forest: forest.featureCount, specification: 0) }
        guard forest.featureCount > given * count, forest.featureCount.isMultiple(of: count) else {
            throw .featureCount(forest: forest.featureCount, specification: count)
        }
        if let probabilityClass, !(1...forest.classCount).contains(probabilityClass) {
            throw .probabilityClass(probabilityClass, classCount: forest.classCount)
        }
        // No file says so, and no kernel does it.
        precondition(kind != .probabilityMapper || !forest.isAveraged, "averaged forests give all probabilities")
        (self.kind, self.plan, self.forest, self.dimensions) = (kind, plan, forest, dimensions)
        (self.positiveClass, self.probabilityClass) = (positiveClass, probabilityClass)
        (self.training, self.remarks) = (training, remarks)
        channelCount = forest.featureCount / count - given
        self.earlierStages = earlierStages
        try checkStages()
    }

    /// Whether each stage takes the image's channels and what the one before it gives.
    private func checkStages() throws(ClassifierError) {
        guard earlierStages.count <= Self.mostEarlierStages else {
            throw .stages("there are \(earlierStages.count + 1); \(Self.mostEarlierStages + 1) are taken")
        }
        var given = 0
        for (number, stage) in earlierStages.enumerated() {
            guard stage.kind == .pixelClassifier, stage.earlierStages.isEmpty else {
                throw .stages("stage \(number + 1) gives no probabilities of all its classes")
            }
            let channels = stage.channelCount - given
            guard channels == channelCount else {
                throw .stages("stage \(number + 1) takes \(channels) channel(s), the last one \(channelCount)")
            }
            guard stage.dimensions == dimensions else {
                throw .stages("stage \(number + 1) is for other dimensions than the last one")
            }
            given = stage.forest.classCount
        }
    }

    /// Stages before the last one that are taken; Autocontext has one.
    package static let mostEarlierStages = 7

    /// A classifier of planes without a file: every pixel gets a class by `forest`.
    ///
    /// - Precondition: the forest's inputs are a multiple of the features.
    package init(plan: FeaturePlan, forest: RandomForest, positiveClass: Int?) {
        (kind, dimensions, probabilityClass) = (.pixelClassifier, 2, nil)
        (training, remarks, earlierStages) = (nil, [], [])
        self.plan = plan
        self.forest = forest
        self.positiveClass = positiveClass
        channelCount = forest.featureCount / plan.outputs.count
    }

    /// All stages, first to last.
    package var stages: [Classifier] { earlierStages + [self] }

    /// Rows and columns around a strip from which its classes follow exactly, through all stages.
    package var halo: Int { stages.reduce(0) { $0 + $1.plan.halo } }

    /// The class that mask and labels are made of, counted from 1: the one that the file names, else the one that was
    /// asked for, else, for an ObjectSegmenter, class 2, as in APOC; nil where nobody says.
    package func foregroundClass(asked: Int?) -> Int? {
        positiveClass ?? asked ?? (kind == .objectSegmenter ? Self.standardPositiveClass : nil)
    }
}
