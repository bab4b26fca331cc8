import Files
import Imaging
import Results
import Settings
import SystemPackage
import WorkerProtocol

extension RecipeSettings {
    /// What a summary tells was done.
    ///
    /// - Parameter kept: where copies of classifiers are kept by digest.
    /// - Throws: a `Failure` where a classifier is nowhere with the same content, or a step is not known.
    init(of summary: Summary, keptIn kept: FilePath) throws(Failure) {
        var steps: [StepSettings] = []
        var labels: LabelsPattern?
        do throws(StepSettings.Problem) {
            for step in summary.steps {
                switch step.name {
                case "classifier", "connect", "each-class": continue
                case "labels": labels = try LabelsPattern(step.value ?? "")
                default:
                    let file = try step.classifier.map { (classifier) throws(StepSettings.Problem) in
                        try Self.place(of: classifier, keptIn: kept).string
                    }
                    let intensity = step.intensity.map { Int($0).map(IntensitySource.channel) ?? .labels }
                    steps.append(try StepSettings(name: step.name, value: file ?? step.value, intensity: intensity))
                }
            }
            self.init(
                name: summary.recipe,
                classifier: try summary.classifier.map { (classifier) throws(StepSettings.Problem) in
                    try Self.place(of: classifier, keptIn: kept)
                },
                labels: labels,
                outputs: summary.settings.outputs,
                positiveClass: summary.settings.positiveClass,
                backgroundClass: summary.settings.backgroundClass,
                threshold: summary.settings.threshold.map(Double.init),
                axes: summary.settings.axes,
                steps: steps,
                measurements: summary.settings.measurements,
                classNames: summary.settings.classNames,
                labelType: summary.settings.labelType
            )
            (channels, positions) = (summary.settings.channels, summary.settings.positions)
        } catch {
            throw Failure(kind: "classifier_unreadable", message: error.message, remedy: error.remedy)
        }
    }

    /// Where the file is by which results were made: at its own place, or among the kept copies.
    private static func place(
        of classifier: Summary.Classifier,
        keptIn kept: FilePath
    ) throws(StepSettings.Problem) -> FilePath {
        let places = [classifier.path.map { FilePath($0) }, kept.appending("\(classifier.sha256).cl")].compactMap(
            \.self
        )
        if let place = places.first(where: { (try? ClassifierFile(opening: $0))?.digest == classifier.sha256 }) {
            return place
        }
        throw StepSettings.Problem(
            message: "the classifier \(classifier.name) (\(classifier.sha256.prefix(12))) by which results were made "
                + "is neither at \(places.map(\.readable).joined(separator: " nor at "))",
            remedy: "put that file back, or name a configuration (--config), by which images are then done"
        )
    }
}
