import Files
import SystemPackage
import WorkerProtocol

extension TrainingSettings {
    /// The keys of a `[[folder.recipe.training]]`, in the order in which they are explained.
    static let keys = [
        "annotations", "images", "classifier", "kind", "features", "depth", "trees", "positive_class",
        "probability_class", "labels", "hold_back", "folds", "hold_back_by", "accept",
    ]

    /// Reads one `[[folder.recipe.training]]` of a recipe with these classifiers; what is wrong is noted.
    init(reading reader: TableReader, recipe: RecipeSettings, base: FilePath) {
        let kind: TrainingKind = reader.trainingKind("kind") ?? .pixelClassifier
        let file = reader.filePath("classifier", base: base, example: "/data/classifiers/nuclei.cl", isNeeded: false)
        if !reader.holds("features") {
            reader.problem(
                "features",
                "is missing",
                remedy: "add features = \"object_size_1_to_5_px\", or features by name"
            )
        }
        self.init(
            annotations: reader.trainingFolder("annotations", base: base, isNeeded: true) ?? FilePath(),
            classifier: file ?? recipe.classifier ?? FilePath(),
            kind: kind,
            features: reader.featureText("features") ?? ""
        )
        images = reader.trainingFolder("images", base: base, isNeeded: false)
        depth = reader.integer("depth", in: 1...64) ?? depth
        trees = reader.integer("trees", in: 1...100_000) ?? trees
        positiveClass = reader.integer("positive_class", in: 1...255)
        probabilityClass = reader.integer("probability_class", in: 1...255)
        labels = reader.labelsPattern("labels")
        holdBack = reader.holdBack()
        holdBackUnit = reader.choice("hold_back_by")
        accept = reader.choice("accept") ?? accept
        reportContradictions(to: reader, recipe: recipe)
    }

    /// Notes what does not go together.
    private func reportContradictions(to reader: TableReader, recipe: RecipeSettings) {
        func useless(_ key: String, _ owner: String) {
            guard reader.holds(key) else { return }
            reader.problem(
                key,
                "has no meaning for a \(kind.rawValue)",
                remedy: "leave it out, or write kind = \"\(owner)\""
            )
        }
        if kind != .objectSegmenter, kind != .objectSelector { useless("positive_class", "ObjectSegmenter") }
        if kind != .probabilityMapper { useless("probability_class", "ProbabilityMapper") }
        if !kind.takesLabels { useless("labels", "ObjectClassifier") }
        if kind.takesLabels, !reader.holds("labels") {
            reader.problem(
                "labels",
                "is missing: a \(kind.rawValue) is trained on the objects of label images",
                remedy: "add labels = \"\(LabelsPattern.example)\""
            )
        }
        if reader.holds("hold_back_by"), holdBack == nil {
            reader.problem("hold_back_by", "nothing is held back", remedy: "leave it out, or write hold_back = 0.2")
        }
        if case .folds = holdBack, accept == .ifNotWorse, !reader.holds("hold_back") {
            reader.problem(
                "folds",
                "leaves nothing that the classifier in force was not trained on, and accept = \"if-not-worse\" compares by that",
                remedy: "write hold_back = 0.2 instead, or accept = \"always\" or \"ask\""
            )
        }
        guard recipe.classifiers.contains(classifier) else {
            let known = recipe.classifiers.map { "\"\($0.readable)\"" }.joined(separator: ", ")
            let isNamed = reader.holds("classifier")
            reader.problem(
                "classifier",
                isNamed ? "\(classifier.readable) is no classifier of this recipe" : "is missing",
                remedy: known.isEmpty ? "add a step with a classifier" : "write one of \(known)"
            )
            return
        }
        if let name = classifier.lastComponent?.readable, ProjectFile.isProject(named: name) {
            reader.problem(
                "classifier",
                "\(name) is an ilastik project, which ilastik trains",
                remedy: "leave the training out, or name the file of a classifier (.cl) in the recipe"
            )
            return
        }
        if kind.isOfPixels != (classifier == recipe.classifier) {
            let name = classifier.lastComponent?.readable ?? ""
            reader.problem(
                "kind",
                "\(name) is a classifier of \(kind.isOfPixels ? "objects" : "pixels") in this recipe, and "
                    + "\(kind.rawValue) is one of \(kind.isOfPixels ? "pixels" : "objects")",
                remedy: "write another kind, or name the file that is meant at classifier"
            )
        }
    }
}

extension TableReader {
    /// What is trained, at `key`; from tables the daemon does not train.
    fileprivate func trainingKind(_ key: String) -> TrainingKind? {
        guard let kind: TrainingKind = choice(key) else { return nil }
        guard kind == .tableRowClassifier else { return kind }
        problem(key, "a TableRowClassifier is trained from tables", remedy: "train it with `segmentd train --table`")
        return nil
    }

    /// Features, or the name of a set of them, at `key`; whether they exist is said where they are computed.
    fileprivate func featureText(_ key: String) -> String? {
        guard let text = text(key, example: "object_size_1_to_5_px") else { return nil }
        if !text.trimmed.isEmpty, text.isPrintable { return text }
        problem(
            key,
            "names no features",
            remedy: "write a predefined set, or \"original gaussian_blur=1 sobel_of_gaussian_blur=1\""
        )
        return nil
    }

    /// The part that is held back, at `hold_back` or `folds`; nil where it is switched off.
    fileprivate func holdBack() -> HoldBack? {
        if holds("hold_back"), holds("folds") {
            problem("folds", "stands beside hold_back", remedy: "leave one of the two out")
        }
        if holds("folds") { return integer("folds", in: 2...100).map(HoldBack.folds) }
        let standard = TrainingSettings.standardShare
        return numberOrFalse("hold_back", in: 0.01...0.9, else: standard).map(HoldBack.share)
    }

    /// The path of a folder at `key`; relative ones start from `base`.
    fileprivate func trainingFolder(_ key: String, base: FilePath, isNeeded: Bool) -> FilePath? {
        guard let text = text(key, example: "/data/annotations") else {
            if isNeeded, !holds(key) {
                problem(key, "is missing", remedy: "add \(key) = \"/data/annotations\", a folder of label images")
            }
            return nil
        }
        let path = base.pushing(FilePath(text)).lexicallyNormalized()
        if text.isEmpty || text.hasPrefix("~") || text.hasPrefix("$") || text != text.trimmed || path.components.isEmpty
        {
            problem(
                key,
                "\"\(text)\" does not name a folder",
                remedy:
                    "write an absolute path, or one relative to the configuration's folder \(base); ~ is not expanded"
            )
            return nil
        }
        return path
    }
}
