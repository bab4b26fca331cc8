import Concurrency
import Files
import Glibc
package import Ledger
package import Logging
import Results
package import Settings
package import SystemPackage
import SystemdSupport
package import WorkerClient
import WorkerProtocol

/// Takes a finished image through all recipes of its folder: due or not, temporaries, worker, commit.
///
/// Runs on a queue of its own: files are opened, read, synced and renamed here, on disks and shares that may hang.
package actor ImageProcessor {
    private let executor = QueueExecutor(label: "segmentd.images")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let worker: any ImageSegmenting
    let classifiers: ClassifierStore
    let attempts: AttemptBook
    let places: FolderPlaces
    private let said = SaidBefore()
    let sweep = TemporariesSweep()
    let digests: KnownDigests
    let log: Logger

    /// A processor that computes with `worker` and, where there is a ledger, notes what it did.
    ///
    /// - Parameter places: what the folders are held to; without, from their first image on.
    package init(
        worker: any ImageSegmenting,
        classifiers: ClassifierStore,
        ledger: Ledger?,
        places: FolderPlaces = FolderPlaces(),
        retries: RetryPolicy = RetryPolicy(),
        log: Logger
    ) {
        self.places = places
        attempts = AttemptBook(ledger: ledger, policy: retries, log: log)
        digests = KnownDigests(ledger: ledger, log: log)
        self.worker = worker
        self.classifiers = classifiers
        self.log = log
    }

    /// Works on the image at `path` in `folder`; nil where there is no image of others: it is gone, or an output of ours.
    ///
    /// - Parameters:
    ///   - lastChange: when the image was last seen to change, for the time it waited.
    ///   - isSuspect: whether an event said that the image changed.
    ///   - policy: instead of the folder's own policy for changed classifiers.
    ///   - effort: how much is done that the summaries say is done.
    /// - Returns: one outcome for each recipe of the folder, in order.
    package func process(
        _ path: FilePath,
        in folder: FolderSettings,
        lastChange: ContinuousClock.Instant = .now,
        isSuspect: Bool = false,
        policy: NewClassifierPolicy? = nil,
        effort: Effort = .due
    ) async -> [ImageOutcome]? {
        let root = places.images(of: folder)
        let outputFolder: OutputFolder
        do throws(ImageFailure) {
            guard try FolderPlaces.place(of: root) != nil else { return nil }
            outputFolder = try places.outputFolder(forImage: path, in: folder)
        } catch {
            return folder.recipes.map { _ in .postponed(error) }
        }
        let image: ImageFile
        do throws(Errno) { image = try ImageFile(opening: path, below: root) } catch {
            switch error {
            case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels, .invalidArgument,
                .noSuchAddressOrDevice:
                return nil
            default: return folder.recipes.map { _ in .postponed(Self.cannotOpen(path, error)) }
            }
        }
        if OutputMark.isOurs(fileDescriptor: image.file.number, name: image.name) {
            if let problem = image.resultElsewhere, said.isNew(problem) {
                log.warning("\(problem)", metadata: ["image": .bytes(path.bytes)])
            }
            return nil
        }
        var outcomes: [ImageOutcome] = []
        for recipe in folder.recipes {
            let task = RecipeTask(
                image: image,
                recipe: recipe,
                folder: folder,
                policy: policy ?? folder.onNewClassifier,
                effort: effort,
                isSuspect: isSuspect,
                lastChange: lastChange,
                outputFolder: outputFolder,
                sweep: sweep
            )
            outcomes.append(await process(task))
        }
        return outcomes
    }

    private func process(_ task: RecipeTask) async -> ImageOutcome {
        guard let loaded = await classifiers.classifier(at: task.recipe.classifier) else { return .waitsForClassifier }
        do throws(ImageFailure) {
            let plan = try RecipePlan(task.recipe, loaded)
            let draft = SummaryDraft(task: task, loaded: loaded, plan: plan, begun: .now)
            let names: OutputNames
            do throws(ResultsError) {
                let due = try await task.names(
                    ifDueFor: loaded,
                    plan: plan,
                    retriesLosses: !attempts.isParked(draft),
                    digests: digests
                )
                guard let due else { return .upToDate }
                names = due
            } catch {
                throw ImageFailure(results: error)
            }
            return await segment(draft, names: names)
        } catch {
            return .postponed(error)
        }
    }

    /// Computes and commits; a worker that is lost meanwhile costs an attempt, and other images go first.
    private func segment(_ draft: SummaryDraft, names: OutputNames) async -> ImageOutcome {
        let (attempt, hangs): (Int, Int)
        switch await attempts.begin(draft) {
        case .begins(let number, let earlierHangs): (attempt, hangs) = (number, earlierHangs)
        case .waits(let due): return .later(due)
        case .isGivenUp(let failure, let count): return await giveUp(draft, failure, names: names, attempts: count)
        }
        let image = draft.task.image.path
        do throws(WorkerError) {
            switch try await attemptOnce(draft, names: names, hangs: hangs) {
            case .committed(let summary):
                await attempts.end(draft, summary, attempts: attempt)
                return .done(summary)
            case .doneBefore(let summary):
                await attempts.end(draft, summary, attempts: attempt)
                return .upToDate
            case .imageChanged:
                await attempts.withdraw(draft)
                return .changed
            }
        } catch {
            switch error {
            case .refused(let refusal): return await giveUp(draft, refusal, names: names, attempts: attempt)
            case .notReady: return await giveUp(draft, .notReady(error), names: names, attempts: attempt)
            case .interrupted:
                await attempts.breakOff(draft)
                return .postponed(.interrupted(image.readable))
            default: break
            }
            log.warning(
                "the worker was lost over \(image.readable), attempt \(attempt): \(error)",
                metadata: ["image": .bytes(image.bytes), "event": .event(.workerDied)]
            )
            guard draft.task.image.isUnchanged else {
                await attempts.withdraw(draft)
                return .changed
            }
            switch await attempts.lose(draft, error) {
            case .isGivenUp(let failure, let count): return await giveUp(draft, failure, names: names, attempts: count)
            case .waits(let due): return .later(due)
            case .begins: return .later(.now)
            }
        }
    }

    /// One attempt, which ends with a result unless the image changed meanwhile.
    private func attemptOnce(
        _ draft: SummaryDraft,
        names: OutputNames,
        hangs: Int
    ) async throws(WorkerError) -> ResultCommit.Outcome {
        let commit = try draft.task.beginCommit(names: names, outputs: draft.plan.recipe.outputs)
        let report = try await report(on: draft, commit: commit, hangs: hangs)
        do throws(ResultsError) {
            return try commit.commit(draft.done(report, names: names)) { draft.task.image.isUnchanged }
        } catch {
            throw .refused(ImageFailure(results: error))
        }
    }

    /// Asks the worker, once more where the kept copy of the classifier was damaged and could be made anew.
    private func report(
        on draft: SummaryDraft,
        commit: ResultCommit,
        hangs: Int
    ) async throws(WorkerError) -> JobReport {
        func ask() async throws(WorkerError) -> JobReport {
            try await worker.segment(
                draft.job,
                classifier: draft.loaded.reference,
                image: draft.task.image.file.number,
                outputs: commit.descriptors,
                hangs: hangs
            )
        }
        do throws(WorkerError) { return try await ask() } catch {
            guard case .refused(let failure) = error, failure.concernsKeptCopy,
                await classifiers.keepAgain(draft.loaded)
            else { throw error }
            log.warning("\(failure.message); it was made anew from \(draft.loaded.path)")
        }
        return try await ask()
    }

    /// Lays a failure down where it says something about the image; otherwise the image is tried again later.
    private func giveUp(
        _ draft: SummaryDraft,
        _ failure: ImageFailure,
        names: OutputNames,
        attempts count: Int
    ) async -> ImageOutcome {
        guard draft.task.image.isUnchanged else {
            await attempts.withdraw(draft)
            return .changed
        }
        do throws(ImageFailure) {
            if failure.isTransient { throw failure }
            // Damage that cannot be told from a disk or a share that fails says nothing of the image.
            do throws(ResultsError) { _ = try draft.task.image.digest() } catch { throw ImageFailure(results: error) }
            let summary = draft.failed(failure, attempts: count)
            guard try draft.task.record(summary, names: names) else {
                await attempts.withdraw(draft)
                return .changed
            }
            if summary.error?.isLoss ?? false {
                await attempts.park(draft, attempts: count)
            } else {
                await attempts.end(draft, summary, attempts: count)
            }
            return .failed(summary)
        } catch {
            await attempts.withdraw(draft)
            // Where no summary can be written, the log is the only place left for the reason.
            return .postponed(error.isTransient ? error : failure)
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
