import Features
import Forests
import Pipeline
import Results
import Segmentation
import Settings
import SystemPackage

/// What a summary holds before the worker was asked.
struct SummaryDraft: Sendable {
    let task: RecipeTask
    let loaded: ClassifierStore.Loaded
    let plan: RecipePlan
    /// When the work on the image began.
    let begun: ContinuousClock.Instant

    /// Milliseconds from the image's last change to the beginning of its work.
    private var waited: Double { (begun - task.lastChange) / .milliseconds(1) }

    /// The job for the worker.
    var job: SegmentationJob {
        SegmentationJob(
            imageName: task.image.name.readable,
            classifierDigest: loaded.reference.digest,
            positiveClass: plan.settings.positiveClass,
            threshold: plan.settings.threshold,
            axes: plan.settings.axes,
            outputs: plan.settings.outputs
        )
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
            classifierClass: loaded.classifier.kind.rawValue,
            features: loaded.classifier.plan.names
        )
    }

    /// The summary of a success.
    func done(_ report: JobReport, names: OutputNames) -> Summary {
        Summary(
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
            engine: Summary.Engine(
                version: Version.current,
                device: report.engine.deviceName,
                kind: report.engine.deviceKind
            ),
            settings: plan.settings,
            planes: report.planes.map {
                Summary.Plane(frame: $0.frame, z: $0.slice, objects: $0.objects, foregroundShare: $0.foregroundShare)
            },
            outputs: zip(plan.settings.outputs, report.outputs).map { kind, output in
                Summary.Output(kind: kind, names: names, bytes: output.bytes, sha256: output.sha256)
            },
            timings: Summary.Timings(
                waited: waited,
                read: report.timings.read,
                compute: report.timings.compute,
                write: report.timings.write
            ),
            warnings: report.engine.warnings + plan.warnings + report.warnings
        )
    }

    /// The summary of a failure.
    func failed(_ failure: ImageFailure, attempts: Int) -> Summary {
        Summary(
            failed: Summary.Image(
                name: task.image.name,
                folder: imageFolder,
                identity: task.image.state.identity,
                file: task.image.state,
                sha256: try? task.image.digest()
            ),
            recipe: task.recipe.name,
            classifier: classifier,
            settings: plan.settings,
            error: Summary.Failure(
                kind: failure.kind,
                message: failure.message,
                remedy: failure.remedy,
                attempts: attempts
            ),
            timings: Summary.Timings(waited: waited),
            warnings: plan.warnings
        )
    }
}
