import Concurrency
package import Files
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
    let storage: Storage
    private let said: NewsFilter
    let sweep: TemporariesSweep
    let digests: KnownDigests
    let quality: QualityWatch
    /// What is known of images in several files.
    let sets: SetBook
    /// What is known to be done without opening it; nil without a ledger.
    private nonisolated let settled: SettledImages?
    /// Which file call is under way, and since when.
    package nonisolated let pulse: WorkPulse
    /// Those who listen are told of each summary as soon as it is in place.
    let announcements: Announcements?
    /// What summaries say of who made the results.
    let origin: ResultOrigin
    let log: Logger

    /// A processor that computes with `worker` and, where there is a ledger, notes what it did.
    ///
    /// - Parameters:
    ///   - places: what the folders are held to; without, from their first image on.
    ///   - pulse: told of every call on files.
    ///   - announcements: told of every summary.
    ///   - origin: by whom the results are made.
    package init(
        worker: any ImageSegmenting,
        classifiers: ClassifierStore,
        ledger: Ledger?,
        places: FolderPlaces = FolderPlaces(),
        retries: RetryPolicy = RetryPolicy(),
        storage: Storage = Storage(),
        pulse: WorkPulse = WorkPulse(),
        announcements: Announcements? = nil,
        origin: ResultOrigin = .byHand,
        log: Logger
    ) {
        self.places = places
        self.storage = storage
        self.pulse = pulse
        self.announcements = announcements
        self.origin = origin
        (said, sweep, quality) = (NewsFilter(), TemporariesSweep(), QualityWatch())
        settled = ledger.map { [sweep] in
            SettledImages(ledger: $0, places: places, sweep: sweep, classifiers: classifiers)
        }
        attempts = AttemptBook(ledger: ledger, policy: retries, log: log)
        digests = KnownDigests(ledger: ledger, log: log)
        sets = SetBook(ledger: ledger, log: log)
        self.worker = worker
        self.classifiers = classifiers
        self.log = log
    }

    /// A processor with a worker of its own, which knows all that `other` knows.
    package init(worker: any ImageSegmenting, sharing other: ImageProcessor) {
        self.worker = worker
        (classifiers, places, storage, log) = (other.classifiers, other.places, other.storage, other.log)
        (attempts, digests, quality, sets) = (other.attempts, other.digests, other.quality, other.sets)
        (said, sweep) = (other.said, other.sweep)
        (settled, pulse, announcements) = (other.settled, other.pulse, other.announcements)
        origin = other.origin
    }

    /// Has the worker ready before the first image comes.
    func warmUp() async { await worker.warmUp() }

    /// Whether an image in this state, or an output of ours, is known to need no work; opens neither it nor its summary.
    package nonisolated func isSettled(_ path: FilePath, in folder: FolderSettings, _ state: FileState) -> Bool {
        pulse.watching("look at", path) { settled?.look(at: path, in: folder, policy: nil, found: state) != nil }
    }

    /// What is certain of an open file without its content.
    nonisolated func settledFinding(of image: ImageFile, in folder: FolderSettings) -> SettledImages.Finding? {
        settled?.look(at: image.path, in: folder, policy: nil, found: image.state)
    }

    /// Lets go of folders that are held open although no image of theirs was looked at for a while.
    package nonisolated func closeOldFolders() { settled?.closeOld() }

    /// Works on the image at `path` in `folder`; nil where there is no image of others: it is gone, or an output of ours.
    ///
    /// - Parameters:
    ///   - lastChange: when the image was last seen to change, for the time it waited.
    ///   - isSuspect: whether an event said that the image changed.
    ///   - handedOut: what the file looked like when it was found finished; if it is not so any more, nothing is done.
    ///   - isEarly: whether only its writer says that it is whole.
    ///   - asksForWriters: whether an image that a program has open for writing is left, as the watcher would do.
    ///   - policy: instead of the folder's own policy for changed classifiers.
    ///   - scope: how much is done that the summaries say is done.
    /// - Returns: one outcome for each recipe of the folder, in order.
    package func process(
        _ path: FilePath,
        in folder: FolderSettings,
        lastChange: ContinuousClock.Instant = .now,
        isSuspect: Bool = false,
        handedOut: FileState? = nil,
        isEarly: Bool = false,
        asksForWriters: Bool = false,
        policy: NewClassifierPolicy? = nil,
        scope: RedoScope = .due
    ) async -> [ImageOutcome]? {
        // An event is a reason to look closely.
        if !isSuspect, scope == .due {
            switch pulse.watching("look at", path, { settled?.look(at: path, in: folder, policy: policy) }) {
            case .upToDate: return folder.recipes.map { _ in .upToDate(nil) }
            case .own: return nil
            case .part(let first): return folder.recipes.map { _ in .partOfSet(first) }
            case nil: break
            }
        }
        let request = Request(
            policy: policy ?? folder.onNewClassifier,
            scope: scope,
            isSuspect: isSuspect,
            isEarly: isEarly,
            asksForWriters: asksForWriters,
            lastChange: lastChange,
            handedOut: handedOut
        )
        switch await open(path, in: folder, request) {
        case .noImage: return nil
        case .ends(let outcome): return folder.recipes.map { _ in outcome }
        case .image(let image, let results):
            let set: ImageSet?
            switch await finding(of: image, in: folder, request) {
            case .ends(let outcome): return folder.recipes.map { _ in outcome }
            case .image(let found): set = found
            }
            var outcomes: [ImageOutcome] = []
            for recipe in folder.recipes {
                switch task(for: image, recipe, in: folder, results, request, set: set) {
                case .ends(let outcome): outcomes.append(outcome)
                case .work(let task): outcomes.append(await process(task))
                }
            }
            return outcomes
        }
    }

    private func process(_ task: RecipeTask) async -> ImageOutcome {
        do throws(Failure) {
            guard let inForce = try RecipeInForce(task.recipe, in: classifiers) else { return .waitsForClassifier }
            // A sample sheet may lie on a share that hangs.
            let sheet = task.folder.groups?.samples?.path ?? task.image.path
            let planned = pulse.watching("read", sheet) {
                PlannedTask(task: task, inForce: inForce, begun: .now, origin: origin)
            }
            let decision = try await task.decide(
                by: inForce.plan,
                retriesLosses: !attempts.isParked(planned),
                digests: digests,
                worker: worker
            )
            switch decision {
            case .due(let beginning):
                return task.set == nil
                    ? await segment(planned, beginning) : await segmentSet(planned, beginning)
            case .upToDate(let settled):
                if let settled {
                    if settled.summary.image.members != nil {
                        let home = task.image.path.removingLastComponent()
                        // Of files that do not agree each has its own failure, and maybe a result.
                        if settled.summary.error?.kind != Failure.fileSetKind {
                            withdrawOthers(than: planned, settled.others.files.map { home.pushing($0.way) })
                        }
                        sets.forget(task.image.path, recipe: task.recipe.name)
                    }
                    await attempts.note(settled, of: planned)
                }
                return .upToDate(settled?.summary)
            }
        } catch {
            return .postponed(error)
        }
    }

    /// What would be done with `task`.
    func preview(_ task: RecipeTask) async -> ImagePreview {
        do throws(Failure) {
            guard let inForce = try RecipeInForce(task.recipe, in: classifiers) else {
                return ImagePreview(.waitsForClassifier)
            }
            let decision = try await task.decide(
                by: inForce.plan,
                retriesLosses: true,
                digests: digests,
                worker: worker,
                sweeps: false
            )
            guard case .due(let beginning) = decision else { return ImagePreview(.upToDate(nil)) }
            return ImagePreview(beginning.words(of: inForce.plan))
        } catch {
            return ImagePreview(.postponed(error))
        }
    }

    /// Notes once what there is to say of a result that lies where images are expected.
    func passOver(_ image: ImageFile, isSuspect: Bool) async {
        if let problem = image.resultElsewhere {
            if said.isNew(problem) { log.event(.resultPassedOver, "\(problem)", ["image": .bytes(image.path.bytes)]) }
        } else if !isSuspect {
            await settled?.noteOwn(image)
        }
    }
}
