import Files
package import Imaging
package import Results
package import SystemPackage
package import WorkerProtocol

/// What is done to each image of a folder: how its objects are found, what is done to them, and the files to write.
package struct RecipeSettings: Sendable, Hashable {
    /// Part of the file names of the results; nil is possible for the only recipe of a folder alone.
    package var name: String?
    /// The classifier file of the pixels, absolute; whether it can be read and used is not known here. Nil where objects
    /// come from others.
    package var classifier: FilePath?
    /// The label images that others made, with which the recipe begins; nil where pixels are classified.
    package var labels: LabelsPattern?
    /// The outputs wanted, without duplicates; nil leaves the choice to the kind of classifier.
    package var outputs: [OutputKind]?
    /// The class, from 1 to 255, whose pixels make mask and labels.
    package var positiveClass: Int?
    /// The class, from 1 to 255, that is no object, while the pixels of every other class make objects of their own; nil
    /// where the foreground alone makes them.
    package var backgroundClass: Int?
    /// The probability, from 0 to 1, above which pixels make mask and labels.
    package var threshold: Double?
    /// Names for the axes of the images, where the files give none or wrong ones.
    package var axes: AxisNames?
    /// The channels that are taken of each image; nil for all.
    package var channels: AxisSelection?
    /// The positions that are taken of each image; nil for all.
    package var positions: AxisSelection?
    /// What is done after the objects are labelled, in this order.
    package var steps: [StepSettings]
    /// The groups of columns of the object table; nil for the standard ones.
    package var measurements: [MeasurementGroup]?
    /// The groups that the folder's pattern finds, which are columns of the object table.
    package var groups: [String]?
    /// What somebody says of all images, instead of a pattern.
    package var fixedGroups: ImageGroups?
    /// How results are called.
    package var naming = ResultNaming.standard
    /// The names of the classes, from class 1; nil where they are called by their numbers.
    package var classNames: [String]?
    /// The colours of the classes, from class 1; nil where the classifier or the palette gives them.
    package var classColors: [ClassPalette.Color]?
    /// Whether `classNames` are those that the classifier's project had when a summary was written; then they decide nothing.
    package var hasNamesOfProject = false
    /// The same of `classColors`.
    package var hasColorsOfProject = false
    /// How probabilities and uncertainties are written; nil for float32 as they are.
    package var export: ValueExport?
    /// The width of the numbers in label images; nil for the standard.
    package var labelType: LabelType?
    /// The folders of annotations from which its classifiers are trained.
    package var trainings: [TrainingSettings] = []

    /// A recipe made in code; nothing is checked.
    package init(
        name: String? = nil,
        classifier: FilePath?,
        labels: LabelsPattern? = nil,
        outputs: [OutputKind]? = nil,
        positiveClass: Int? = nil,
        backgroundClass: Int? = nil,
        threshold: Double? = nil,
        axes: AxisNames? = nil,
        steps: [StepSettings] = [],
        measurements: [MeasurementGroup]? = nil,
        classNames: [String]? = nil,
        labelType: LabelType? = nil
    ) {
        self.name = name
        self.classifier = classifier
        self.labels = labels
        self.outputs = outputs
        self.positiveClass = positiveClass
        self.backgroundClass = backgroundClass
        self.threshold = threshold
        self.axes = axes
        self.steps = steps
        self.measurements = measurements
        self.classNames = classNames
        self.labelType = labelType
    }

    /// Lets what somebody says about axes overrule what it says itself.
    package mutating func take(_ choice: AxisChoice) {
        axes = choice.names ?? axes
        channels = choice.channels ?? channels
        positions = choice.positions ?? positions
    }

    /// The classifier files of all steps, in their order, each once.
    package var classifiers: [FilePath] {
        var seen: Set<FilePath> = []
        return ([classifier] + steps.map(\.classifier)).compactMap(\.self).filter { seen.insert($0).inserted }
    }

    /// The classifier files with the keys that name them: `classifier`, `steps[0].keep`, ….
    package var classifierKeys: [(key: String, file: FilePath)] {
        var keys = classifier.map { [("classifier", $0)] } ?? []
        for (index, step) in steps.enumerated() {
            if case .byClassifier(let task, let file, _) = step {
                keys.append(("steps[\(index)].\(task.rawValue)", file))
            }
        }
        return keys
    }

    /// What it begins with, for people: the classifier's file, or how the label images are called.
    package var start: String { classifier?.readable ?? labels?.text ?? "" }
}

extension RecipeSettings {
    /// What makes objects of the classes.
    private enum Instances: String, CaseIterable {
        case foreground
        case eachClass = "each-class"
    }

    /// The class that is the background where nobody says: what is annotated first is it, by habit.
    package static let standardBackgroundClass = 1

    /// The keys of a `[[folder.recipe]]`, in the order in which they are explained.
    static let keys = [
        "name", "classifier", "labels", "outputs", "measurements", "positive_class", "instances", "background_class",
        "threshold", "steps", "class_names", "class_colors", "export_dtype", "drange", "export_drange", "label_type",
        "names", "kinds", "axes", "channels", "positions", "training",
    ]

    /// Reads one `[[folder.recipe]]`; what is wrong is noted and left out. `axes` are those of the folder.
    init(reading reader: TableReader, base: FilePath, axes: AxisNames? = nil) {
        let takesLabels = reader.holds("labels")
        if takesLabels {
            for key in ["classifier", "positive_class", "instances", "background_class", "threshold"]
            where reader.holds(key) {
                reader.problem(
                    key,
                    "goes with pixels that are classified, and this recipe begins with labels",
                    remedy: "leave \(key) or labels out"
                )
            }
        }
        let instances: Instances? = reader.choice("instances")
        if reader.holds("background_class"), instances != .eachClass {
            reader.problem(
                "background_class",
                "has no meaning without instances = \"each-class\"",
                remedy: "leave it out, or add instances = \"each-class\""
            )
        }
        let background = reader.integer("background_class", in: 1...255)
        let isReadable = !takesLabels || reader.holds("classifier")
        let classifier = reader.filePath(
            "classifier",
            base: base,
            example: "/etc/segmentd/nuclei.cl",
            isNeeded: !takesLabels
        )
        self.init(
            name: reader.recipeName("name"),
            // A path that is missing stands as the empty one.
            classifier: isReadable ? classifier ?? FilePath() : nil,
            labels: takesLabels ? reader.labelsPattern("labels") : nil,
            outputs: reader.outputKinds("outputs"),
            positiveClass: reader.integer("positive_class", in: 1...255),
            backgroundClass: instances == .eachClass ? background ?? Self.standardBackgroundClass : nil,
            threshold: reader.number("threshold", in: 0...1),
            axes: reader.axisNames("axes") ?? axes,
            steps: reader.steps("steps", base: base),
            measurements: reader.measurementGroups("measurements"),
            classNames: reader.classNames("class_names"),
            labelType: reader.choice("label_type")
        )
        classColors = reader.classColors("class_colors")
        export = reader.valueExport()
        channels = reader.axisSelection("channels", example: #"[1, "DAPI"]"#)
        positions = reader.axisSelection("positions", example: "[1]")
        let trainings = reader.tables("training", keys: TrainingSettings.keys) ?? []
        self.trainings = trainings.map { TrainingSettings(reading: $0, recipe: self, base: base) }
    }
}
