package import Imaging
package import SystemPackage
package import WorkerProtocol

/// What is done to each image of a folder: a classifier and the files to write.
package struct RecipeSettings: Sendable, Hashable {
    /// Part of the file names of the results; nil is possible for the only recipe of a folder alone.
    package var name: String?
    /// The classifier file, absolute; whether it can be read and used is not known here.
    package var classifier: FilePath
    /// The outputs wanted, without duplicates; nil leaves the choice to the kind of classifier.
    package var outputs: [OutputKind]?
    /// The class, from 1 to 255, whose pixels make mask and labels.
    package var positiveClass: Int?
    /// The probability, from 0 to 1, above which pixels make mask and labels.
    package var threshold: Double?
    /// Names for the axes of the images, where the files give none or wrong ones.
    package var axes: AxisNames?
    /// What is done after the objects are labelled, in this order; a kind of step reads its key here.
    package var steps: [RecipeStep]

    /// A recipe made in code; nothing is checked.
    package init(
        name: String? = nil,
        classifier: FilePath,
        outputs: [OutputKind]? = nil,
        positiveClass: Int? = nil,
        threshold: Double? = nil,
        axes: AxisNames? = nil,
        steps: [RecipeStep] = []
    ) {
        self.name = name
        self.classifier = classifier
        self.outputs = outputs
        self.positiveClass = positiveClass
        self.threshold = threshold
        self.axes = axes
        self.steps = steps
    }
}

extension RecipeSettings {
    /// The keys of a `[[folder.recipe]]`, in the order in which they are explained.
    static let keys = ["name", "classifier", "outputs", "positive_class", "threshold", "axes"]

    /// Reads one `[[folder.recipe]]`; what is wrong is noted and left out. `axes` are those of the folder.
    init(reading reader: TableReader, base: FilePath, axes: AxisNames? = nil) {
        self.init(
            name: reader.recipeName("name"),
            classifier: reader.filePath("classifier", base: base, example: "/etc/segmentd/nuclei.cl") ?? FilePath(),
            outputs: reader.outputKinds("outputs"),
            positiveClass: reader.integer("positive_class", in: 1...255),
            threshold: reader.number("threshold", in: 0...1),
            axes: reader.axisNames("axes") ?? axes
        )
    }
}
