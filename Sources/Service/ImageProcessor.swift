import Glibc
package import Logging
package import Pipeline
import Results
package import Settings
package import SystemPackage

/// Takes a finished image through all recipes of its folder: due or not, temporaries, worker, commit.
package struct ImageProcessor: Sendable {
    /// A worker that dies over an image is given the image so many times in all.
    static let attempts = 3

    let worker: any ImageSegmenting
    let classifiers: ClassifierStore
    let log: Logger

    /// A processor that computes with `worker`.
    package init(worker: any ImageSegmenting, classifiers: ClassifierStore, log: Logger) {
        self.worker = worker
        self.classifiers = classifiers
        self.log = log
    }

    /// Works on the image at `path` in `folder`; nil where there is no image of others: it is gone, or an output of ours.
    ///
    /// - Parameters:
    ///   - lastChange: when the image was last seen to change, for the time it waited.
    ///   - policy: instead of the folder's own policy for changed classifiers.
    ///   - again: whether to work on images that are done already.
    /// - Returns: one outcome for each recipe of the folder, in order.
    package func process(
        _ path: FilePath,
        in folder: FolderSettings,
        lastChange: ContinuousClock.Instant = .now,
        policy: NewClassifierPolicy? = nil,
        again: Bool = false
    ) async -> [ImageOutcome]? {
        let image: ImageFile
        do throws(Errno) { image = try ImageFile(opening: path, below: folder.path) } catch {
            switch error {
            case .noSuchFileOrDirectory, .tooManySymbolicLinkLevels, .invalidArgument: return nil
            default: return folder.recipes.map { _ in .postponed(Self.cannotOpen(path, error)) }
            }
        }
        if OutputMark.isOurs(fileDescriptor: image.file.number, name: image.name) { return nil }
        var outcomes: [ImageOutcome] = []
        for recipe in folder.recipes {
            let task = RecipeTask(
                image: image,
                recipe: recipe,
                folder: folder,
                policy: policy ?? folder.onNewClassifier,
                again: again,
                lastChange: lastChange
            )
            outcomes.append(await process(task))
        }
        return outcomes
    }

    private func process(_ task: RecipeTask) async -> ImageOutcome {
        guard let loaded = await classifiers.classifier(at: task.recipe.classifier) else { return .waitsForClassifier }
        do throws(ImageFailure) {
            let plan = try RecipePlan(recipe: task.recipe, classifier: loaded.classifier)
            let names: OutputNames
            do throws(ResultsError) {
                guard let due = try task.names(ifDueFor: loaded, plan: plan) else { return .upToDate }
                names = due
            } catch {
                throw ImageFailure(results: error)
            }
            return try await segment(task, loaded: loaded, plan: plan, names: names)
        } catch {
            return .postponed(error)
        }
    }

    /// Computes and commits; a worker that is lost meanwhile costs an attempt.
    private func segment(
        _ task: RecipeTask,
        loaded: ClassifierStore.Loaded,
        plan: RecipePlan,
        names: OutputNames
    ) async throws(ImageFailure) -> ImageOutcome {
        let begun = ContinuousClock.now
        let draft = SummaryDraft(
            task: task,
            loaded: loaded,
            plan: plan,
            waited: (begun - task.lastChange) / .milliseconds(1)
        )
        var attempt = 1
        while true {
            let failure: ImageFailure
            do throws(WorkerError) {
                let commit = try task.beginCommit(names: names, outputs: plan.settings.outputs)
                let report = try await worker.segment(
                    draft.job,
                    classifier: loaded.reference,
                    image: task.image.file.number,
                    outputs: commit.descriptors
                )
                guard task.image.isUnchanged else { return .changed }
                let summary = draft.done(report, names: names)
                do throws(ResultsError) { try commit.commit(summary) } catch { throw .refused(ImageFailure(results: error)) }
                return .done(summary)
            } catch .refused(let refusal) {
                failure = refusal
            } catch {
                log.warning(
                    "the worker was lost over \(task.image.path.readable)",
                    metadata: ["image": "\(task.image.path.readable)", "attempt": "\(attempt)", "error": "\(error)"]
                )
                if attempt < Self.attempts {
                    attempt += 1
                    continue
                }
                failure = ImageFailure(
                    kind: "worker_lost",
                    message: "\(task.image.path.readable): \(error), \(attempt) times",
                    remedy: "look at the journal around this time; `segmentd inspect` may show what is odd about the image"
                )
            }
            guard task.image.isUnchanged else { return .changed }
            if failure.isTransient { return .postponed(failure) }
            return try task.record(draft.failed(failure, attempts: attempt), failure: failure, names: names)
        }
    }

    private static func cannotOpen(_ path: FilePath, _ error: Errno) -> ImageFailure {
        ImageFailure(
            kind: "image_unreadable",
            message: "\(path.readable) cannot be opened: \(error)",
            remedy: "let the service's user read the image, and its folder",
            isTransient: true
        )
    }
}
