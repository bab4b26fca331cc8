import Files
import Imaging
import Results
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// What a summary holds before the worker was asked.
struct PlannedTask: Sendable {
    var task: RecipeTask
    let inForce: RecipeInForce
    /// When the work on the image began.
    let begun: ContinuousClock.Instant
    /// The same by the wall clock, for people.
    let begunTime = UTCTime.now
    /// By whom it is worked on.
    let origin: ResultOrigin
    /// What the image is of, for its table and its summary; nil without a pattern.
    let groups: GroupReader.Finding?

    /// A task with what is known of it when it begins.
    init(task: RecipeTask, inForce: RecipeInForce, begun: ContinuousClock.Instant, origin: ResultOrigin) {
        (self.task, self.inForce, self.begun, self.origin) = (task, inForce, begun, origin)
        groups =
            task.recipe.fixedGroups.map { GroupReader.Finding(groups: $0) } ?? task.folder.groups(of: task.image.path)
    }

    /// What is asked of the worker.
    var plan: RecipePlan { inForce.plan }

    /// Milliseconds from the image's last change to the beginning of its work.
    private var waited: Double { (begun - task.lastChange) / .milliseconds(1) }

    /// The job for the worker; `outputs` are those of the recipe for which there is space, and which do not stay as `redo`
    /// says.
    func job(writing outputs: [OutputKind], _ redo: RedoPlan? = nil) -> SegmentationJob {
        var job = SegmentationJob(
            imageName: task.image.name.readable,
            labelsName: task.labels?.name.readable,
            groups: groups?.groups,
            recipe: plan.recipe.writing(outputs),
            mustBeWhole: task.isEarly
        )
        job.earlier = redo?.forWorker
        if let set = task.set {
            (job.imagePlace, job.imagePlaceNames, job.members) = (set.imagePlace, set.imagePlaceNames, set.forWorker)
        }
        return job
    }

    private var imageFolder: FilePath { task.image.path.removingLastComponent() }

    /// The image with what is to be said of its other files, for the summary.
    private func withMembers(_ image: Summary.Image, digests: [String]?) -> Summary.Image {
        guard let set = task.set else { return image }
        var image = image
        image.members = set.told(imageIn: imageFolder, digests: digests)
        image.missing = set.missing.isEmpty ? nil : set.missing
        image.together = set.together?.text
        return image
    }

    /// The label image that others made, for the summary.
    private func labels(_ digest: String?) -> Summary.Image? {
        task.labels.map {
            Summary.Image(
                name: $0.name,
                folder: $0.path.removingLastComponent(),
                identity: $0.state.identity,
                file: $0.state,
                sha256: digest
            )
        }
    }

    /// The summary of a success, with the outputs that were written, and those that stay.
    func done(
        _ report: JobReport,
        outputs: [OutputKind],
        names: OutputNames,
        _ redo: RedoPlan? = nil
    ) -> Summary {
        let (recipe, countsHold) = (plan.recipe, redo.map { $0.counted == nil } ?? false)
        var written = zip(outputs, report.outputs).map { kind, file in
            Summary.Output(kind: kind, names: names, file: file, identity: recipe.identity(of: kind))
        }
        written += (redo?.kept ?? []).map { file in
            var output = file.output
            output.identity = recipe.identity(of: file.kind)
            return output
        }
        let files = OutputKind.all.compactMap { kind in written.first { $0.kind == kind } }
        var image = Summary.Image(
            name: task.image.name,
            folder: imageFolder,
            identity: task.image.state.identity,
            file: task.image.state,
            sha256: report.imageSHA256,
            layout: report.layout
        )
        if recipe.channels != nil { image.channels = report.layout.channelNames }
        var timings = report.timings
        timings.waited = waited
        var summary = told(
            Summary(
                done: withMembers(image, digests: report.membersSHA256),
                labels: labels(report.labelsSHA256),
                recipe: task.recipe.name,
                classifier: inForce.classifier(recipe.pixelClassifier),
                steps: inForce.steps(objects: countsHold ? redo?.objects(of: recipe) ?? [] : report.objectsAfterSteps),
                engine: report.engine.engine,
                settings: Summary.Settings(recipe),
                planes: countsHold ? redo?.earlier.planes ?? [] : report.planes,
                outputs: files,
                timings: timings,
                warnings: report.engine.warnings + plan.warnings + report.warnings + shortage(files.map(\.kind))
            )
        )
        summary.quality = report.quality?.doubt ?? redo?.doubt(of: summary)
        return summary
    }

    private func shortage(_ written: [OutputKind]) -> [String] {
        let missing = plan.recipe.outputs.filter { !written.contains($0) }
        if missing.isEmpty { return [] }
        let names = missing.map(\.rawValue).joined(separator: ", ")
        return ["space runs short: left out \(names); the image is done again with it when there is room"]
    }

    /// The summary of a failure; `digest` is that of the image, where it was computed.
    func failed(_ failure: Failure, attempts: Int, digest: String?) -> Summary {
        told(
            Summary(
                failed: withMembers(
                    Summary.Image(
                        name: task.image.name,
                        folder: imageFolder,
                        identity: task.image.state.identity,
                        file: task.image.state,
                        sha256: digest,
                        layout: failure.layout
                    ),
                    digests: nil
                ),
                labels: labels(nil),
                recipe: task.recipe.name,
                classifier: inForce.classifier(plan.recipe.pixelClassifier),
                steps: inForce.steps(),
                settings: Summary.Settings(plan.recipe),
                error: Summary.Cause(failure, attempts: attempts),
                timings: StageTimings(waited: waited),
                warnings: plan.warnings
            )
        )
    }
}
