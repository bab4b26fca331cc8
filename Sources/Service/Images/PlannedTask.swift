import Files
import Results
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// What a summary holds before the worker was asked.
struct PlannedTask: Sendable {
    let task: RecipeTask
    let loaded: ClassifierStore.Loaded
    let plan: RecipePlan
    /// When the work on the image began.
    let begun: ContinuousClock.Instant

    /// Milliseconds from the image's last change to the beginning of its work.
    private var waited: Double { (begun - task.lastChange) / .milliseconds(1) }

    /// The job for the worker; `outputs` are those of the recipe for which there is space.
    func job(writing outputs: [OutputKind]) -> SegmentationJob {
        let recipe = Recipe(steps: plan.recipe.steps, axes: plan.recipe.axes, outputs: outputs)
        return SegmentationJob(imageName: task.image.name.readable, recipe: recipe, mustBeWhole: task.isEarly)
    }

    /// The folder of the image where another of the same name could have its results in the same place.
    private var imageFolder: FilePath? {
        if case .mirror = task.folder.output { task.image.path.removingLastComponent() } else { nil }
    }

    private var classifier: Summary.Classifier {
        Summary.Classifier(
            name: loaded.reference.name,
            path: loaded.path.readable,
            sha256: loaded.reference.digest,
            generation: loaded.generation,
            classifierClass: loaded.facts.kind,
            features: loaded.facts.features
        )
    }

    /// The summary of a success, with the outputs that were written.
    func done(_ report: JobReport, outputs: [OutputKind], names: OutputNames) -> Summary {
        var timings = report.timings
        timings.waited = waited
        return Summary(
            done: Summary.Image(
                name: task.image.name,
                folder: imageFolder,
                identity: task.image.state.identity,
                file: task.image.state,
                sha256: report.imageSHA256,
                layout: report.layout
            ),
            recipe: task.recipe.name,
            classifier: classifier,
            engine: report.engine.engine,
            settings: Summary.Settings(plan.recipe),
            planes: report.planes,
            outputs: zip(outputs, report.outputs).map { kind, file in
                Summary.Output(kind: kind, names: names, file: file)
            },
            timings: timings,
            warnings: report.engine.warnings + plan.warnings + report.warnings + shortage(outputs)
        )
    }

    private func shortage(_ written: [OutputKind]) -> [String] {
        let missing = plan.recipe.outputs.filter { !written.contains($0) }
        if missing.isEmpty { return [] }
        let names = missing.map(\.rawValue).joined(separator: ", ")
        return ["space runs short: left out \(names); the image is done again with it when there is room"]
    }

    /// The summary of a failure; `digest` is that of the image, where it was computed.
    func failed(_ failure: Failure, attempts: Int, digest: String?) -> Summary {
        Summary(
            failed: Summary.Image(
                name: task.image.name,
                folder: imageFolder,
                identity: task.image.state.identity,
                file: task.image.state,
                sha256: digest
            ),
            recipe: task.recipe.name,
            classifier: classifier,
            settings: Summary.Settings(plan.recipe),
            error: Summary.Cause(failure, attempts: attempts),
            timings: StageTimings(waited: waited),
            warnings: plan.warnings
        )
    }
}
