import Pipeline
import Results
import Settings

/// One (image, recipe) at work, and where its results go.
struct RecipeTask: Sendable {
    let image: ImageFile
    let recipe: RecipeSettings
    let folder: FolderSettings
    let policy: NewClassifierPolicy
    let again: Bool
    let lastChange: ContinuousClock.Instant

    private var outputFolder: OutputFolder { folder.output.folder(forImage: image.path, below: folder.path) }

    /// The names of the outputs when there is work to do; nil when the summary that lies there settles it.
    func names(
        ifDueFor loaded: ClassifierStore.Loaded,
        plan: RecipePlan,
        sweep: TemporariesSweep
    ) throws(ResultsError) -> OutputNames? {
        let existing = try ResultFolder(existing: outputFolder)
        if let existing { sweep.once(existing) }
        let names = try OutputNames.resolve(
            image: image.name,
            recipe: recipe.name,
            imageFolder: image.folder,
            results: existing
        )
        if again { return names }
        let question = Duty.Question(
            image: image.name,
            identity: image.state.identity,
            policy: policy,
            classifierDigest: loaded.reference.digest,
            settingsDigest: plan.settings.digest
        )
        let summary = try existing?.summary(names.summary) ?? .absent
        let duty = try Duty(question, summary: summary) { () throws(ResultsError) in try image.digest() }
        return duty == .upToDate ? nil : names
    }

    /// Opens the hidden files that the worker fills.
    func beginCommit(names: OutputNames, outputs: [OutputKind]) throws(WorkerError) -> ResultCommit {
        do throws(ResultsError) {
            return try ResultCommit(in: ResultFolder(opening: outputFolder), names: names, outputs: outputs)
        } catch {
            throw .refused(ImageFailure(results: error))
        }
    }

    /// Lays the summary of a failure down; an earlier result of the same content stays.
    func record(_ summary: Summary, names: OutputNames) throws(ImageFailure) {
        do throws(ResultsError) {
            _ = try ResultFolder(opening: outputFolder).record(failure: summary, names: names)
        } catch {
            throw ImageFailure(results: error)
        }
    }
}
