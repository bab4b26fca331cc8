import Files
import Imaging
import Results
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

extension RecipeSettings {
    /// What a summary tells was done.
    ///
    /// - Parameters:
    ///   - kept: where copies of classifiers are kept by digest.
    ///   - worker: looks into the project in which a classifier lies of which no copy is kept.
    /// - Throws: a `Failure` where a classifier is nowhere with the same content, or a step is not known.
    init(of summary: Summary, keptIn kept: FilePath, by worker: any ImageSegmenting) async throws(Failure) {
        var steps: [StepSettings] = []
        var labels: LabelsPattern?
        do throws(StepSettings.Problem) {
            for step in summary.steps {
                switch step.name {
                case "classifier", "connect", "each-class": continue
                case "labels": labels = try LabelsPattern(step.value ?? "")
                default:
                    var file: String?
                    if let classifier = step.classifier {
                        file = try await Self.place(of: classifier, keptIn: kept, by: worker).string
                    }
                    let intensity = step.intensity.map { Int($0).map(IntensitySource.channel) ?? .labels }
                    steps.append(try StepSettings(name: step.name, value: file ?? step.value, intensity: intensity))
                }
            }
            var file: FilePath?
            if let classifier = summary.classifier {
                file = try await Self.place(of: classifier, keptIn: kept, by: worker)
            }
            self.init(
                name: summary.recipe,
                classifier: file,
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
            (classColors, export) = (summary.settings.classColors, summary.settings.export)
            hasNamesOfProject = summary.settings.ofProject?.contains(.names) ?? false
            hasColorsOfProject = summary.settings.ofProject?.contains(.colors) ?? false
        } catch {
            throw Failure(kind: "classifier_unreadable", message: error.message, remedy: error.remedy)
        }
    }

    /// Where the file is by which results were made: at its own place, or among the kept copies.
    private static func place(
        of classifier: Summary.Classifier,
        keptIn kept: FilePath,
        by worker: any ImageSegmenting
    ) async throws(StepSettings.Problem) -> FilePath {
        let own = classifier.path.map { FilePath($0) }
        if let own, (try? await ClassifierFile(opening: own, by: worker))?.digest == classifier.sha256 { return own }
        if let copy = ClassifierCopy.find(classifier.sha256, in: kept) { return copy }
        let places = [own].compactMap(\.self) + ClassifierCopy.places(of: classifier.sha256, in: kept).prefix(1)
        throw StepSettings.Problem(
            message: "the classifier \(classifier.name) (\(classifier.sha256.prefix(12))) by which results were made "
                + "is neither at \(places.map(\.readable).joined(separator: " nor at "))",
            remedy: "put that file back, or name a configuration (--config), by which images are then done"
        )
    }
}
