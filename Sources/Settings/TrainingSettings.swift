package import Imaging
package import SystemPackage
package import WorkerProtocol

/// When a classifier that the daemon has trained takes the place of the one in force.
package enum AcceptanceRule: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each one does.
    case always
    /// Where it does at least as well as the one in force on what both were not trained on.
    case ifNotWorse = "if-not-worse"
    /// Where somebody asks for it (`segmentd promote`).
    case ask
}

/// A folder of annotations from which the daemon trains a classifier of a recipe.
package struct TrainingSettings: Sendable, Hashable {
    /// The share of the annotations that is held back where nobody says.
    package static let standardShare = 0.2

    /// The folder of the annotations; absolute and without `..`.
    package var annotations: FilePath
    /// The folder of the images, of which that of the annotations repeats the tree; nil for the watched folder.
    package var images: FilePath?
    /// The classifier file that is written; one of the recipe's.
    package var classifier: FilePath
    package var kind: TrainingKind
    /// The features, or the name of a predefined set of them, as it was written.
    package var features: String
    /// The most splits from a root to a leaf.
    package var depth = 2
    package var trees = 100
    /// The class, from 1, that an ObjectSegmenter or ObjectSelector makes objects of.
    package var positiveClass: Int?
    /// The class, from 1, of which a ProbabilityMapper tells the probability.
    package var probabilityClass: Int?
    /// What is not trained on, to judge by; nil for nothing.
    package var holdBack: HoldBack? = .share(standardShare)
    /// What is held back together; nil to leave it to the number of images.
    package var holdBackUnit: HoldBackUnit?
    package var accept = AcceptanceRule.ifNotWorse
    /// How the label images are called whose objects are annotated; nil where pixels are.
    package var labels: LabelsPattern?

    /// A training with the standard forest; nothing is checked.
    package init(annotations: FilePath, classifier: FilePath, kind: TrainingKind, features: String) {
        (self.annotations, self.classifier) = (annotations, classifier)
        (self.kind, self.features) = (kind, features)
    }

    /// What the training's result depends on beside the annotations, in one line: where it changes, earlier samples do not
    /// go with later ones. A predefined set of features counts by what is in it, which may be another in another version of
    /// the program.
    package func identity(of recipe: RecipeSettings) -> String {
        let axes = recipe.axisChoice
        let parts: [String?] = [
            kind.rawValue, PredefinedFeatures.resolve(features), labels?.text, axes.names.map { "\($0)" },
            axes.channels.map { "\($0)" }, axes.positions.map { "\($0)" },
        ]
        return parts.map { $0 ?? "" }.joined(separator: "\u{1f}")
    }

    /// The same with what only the forest depends on: where it changes, the samples serve, and the forest is grown anew.
    package var forestIdentity: String {
        let classes = [positiveClass, probabilityClass].map { $0.map(String.init) ?? "" }
        let judged = [holdBack.map { "\($0)" } ?? "", holdBackUnit?.rawValue ?? ""]
        return (["\(depth)", "\(trees)"] + classes + judged).joined(separator: "\u{1f}")
    }
}

extension RecipeSettings {
    /// What is said of the axes of its images.
    package var axisChoice: AxisChoice {
        var choice = AxisChoice()
        (choice.names, choice.channels, choice.positions) = (axes, channels, positions)
        return choice
    }
}
