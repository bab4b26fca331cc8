import Concurrency
import Files
import Logging
import Settings
import Synchronization
import SystemPackage
import WorkerClient
import WorkerProtocol

/// Trains one classifier whenever its annotations change: reads what is new, has it trained and judged, keeps it as a version
/// and brings it into force where the configuration says so.
///
/// Runs on a queue of its own because calls on files may block.
actor TrainingLoop {
    /// How long nothing must happen before a training begins: several files that are saved together make one.
    private static let rest: Duration = .milliseconds(60)
    /// After so long it begins nevertheless; what comes later makes the next one.
    private static let longestRest: Duration = .seconds(2)
    private static let tick: Duration = .seconds(2)
    /// How soon it is looked again where something is missing.
    private static let pauseWithTrouble: Duration = .seconds(6)
    /// How soon otherwise: images may have changed, of which no event tells.
    private static let pause: Duration = .seconds(300)
    /// How soon it is looked again where a file was being written.
    private static let pauseWithChange: Duration = .seconds(2)
    /// The pauses before a training is tried again whose worker was lost.
    private static let retries: [Duration] = [.seconds(2), .seconds(30), .seconds(120), .seconds(600)]

    private let executor = QueueExecutor(label: "segmentd.training")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let place: TrainingPlace
    private let folder: AnnotatedFolder
    private let versions: ClassifierVersions
    private let worker: TrainingWorker
    private let reload: @Sendable (FilePath) -> Void
    private let words: TrainingWords
    private let watch: AnnotationWatch
    /// Why the recipe has no use for what was trained.
    private let obstacle: @Sendable (TrainingPlace, TrainingReport) -> Failure?
    private var refused = RefusedAnnotations()
    private var absences = AbsentAnnotations()
    /// What the newest samples were made from.
    private var learned: TrainingBasis?
    /// When it is to be looked again although nothing happens.
    private let nextLook = Mutex<ContinuousClock.Instant?>(nil)
    /// What was trained last, where that is no version of its own: it gave the same as before.
    private var settled: (version: Int, basis: TrainingBasis)?
    /// The versions whose samples the worker does not take.
    private var withoutUse: Set<Int> = []
    private var losses = 0
    private var nextTry = ContinuousClock.now
    /// What had happened in the folder when a training could not be done.
    private var changesAtFailure = 0

    init(
        _ place: TrainingPlace,
        folder: AnnotatedFolder,
        worker: TrainingWorker,
        status: ServiceStatus,
        log: Logger,
        obstacle: @escaping @Sendable (TrainingPlace, TrainingReport) -> Failure?,
        reload: @escaping @Sendable (FilePath) -> Void
    ) {
        (self.place, self.folder, self.worker) = (place, folder, worker)
        (self.obstacle, self.reload) = (obstacle, reload)
        versions = ClassifierVersions(of: place.classifier, access: place.folder.access)
        words = TrainingWords(place, status, log)
        watch = AnnotationWatch(folder.annotations)
    }

    /// Trains until the task is cancelled.
    nonisolated func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch.run() }
            group.addTask { await self.remind() }
            for await _ in watch.rings {
                await gather()
                if Task.isCancelled { break }
                await look()
            }
            group.cancelAll()
        }
        words.forget()
    }

    /// Waits until what is saved together is there.
    private nonisolated func gather() async {
        let end = ContinuousClock.now + Self.longestRest
        var seen = watch.changes
        while ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: Self.rest)
            let now = watch.changes
            if now == seen { return }
            seen = now
        }
    }

    private nonisolated func remind() async {
        var last = ContinuousClock.now
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.tick)
            let now = ContinuousClock.now
            let isDue = nextLook.withLock { next in
                guard let time = next, time <= now else { return false }
                next = nil
                return true
            }
            guard isDue || now - last >= (words.isTroubled ? Self.pauseWithTrouble : Self.pause) else { continue }
            last = now
            watch.ring()
        }
    }

    private func lookAgain(at time: ContinuousClock.Instant) {
        nextLook.withLock { $0 = min($0 ?? time, time) }
    }

    /// Compares what there is with what was trained, and trains what is new.
    private func look() async {
        words.watches(watch.notice)
        guard let finished = watch.finished else { return }
        // Whatever somebody has done since then may be the remedy.
        guard ContinuousClock.now >= nextTry || watch.changes != changesAtFailure else { return }
        let finding = folder.find(finished)
        // Cut off in the middle, it says nothing of what is gone.
        if Task.isCancelled { return }
        refused.look(at: finding)
        do {
            let store = try self.store(of: finding)
            tellOfProblems(finding, finished)
            try await train(finding, finished, store)
            (losses, nextTry) = (0, .now)
            words.works()
        } catch {
            guard !Task.isCancelled else { return }
            retryLater(error)
        }
        tellOfProblems(finding, finished)
        words.publish()
    }

    /// The versions there are.
    private struct Store {
        let list: VersionList
        /// The newest one whose samples can be learnt from.
        let last: ClassifierVersion?
    }

    /// Looks into the versions, and finishes what was begun there before anything is trained.
    private func store(of finding: AnnotatedFolder.Finding) throws(Failure) -> Store {
        let before = try versions.digestInForce()
        if !finding.pairs.isEmpty { try versions.adopt() }
        let list = try versions.list()
        // A change that was begun and not finished has been finished just now.
        if list.digestInForce != before { reload(place.classifier) }
        // One that somebody put there tells nothing of annotations.
        let last = try versions.newestToLearnFrom(in: list, without: withoutUse) {
            TrainingBasis(text: $0.basis) != nil
        }
        let isSettled = settled != nil && settled?.version == last?.number
        learned = isSettled ? settled?.basis : TrainingBasis(text: last?.record?.basis)
        words.waits(list.waiting)
        words.lacks(list.digestInForce == nil ? list.history.stack.last : nil)
        return Store(list: list, last: last)
    }

    private func train(
        _ finding: AnnotatedFolder.Finding,
        _ finished: [FilePath: FileState],
        _ store: Store
    ) async throws {
        var present = place.basis
        present.pairs = finding.pairs.mapValues(\.basis)
        let (trained, list) = (learned, store.list)
        let count = trained?.pairs.count ?? 0
        let gone = gone(present, trained, finished)
        let need = TrainingNeed(present, trained: trained, refused: refused.pairs, gone: gone)
        refused.tryToOpen()
        let (names, forgotten, isAnew): ([String], [String], Bool)
        switch need {
        case .nothing: return words.holds(images: count)
        case .changed(let read, let gone): (names, forgotten, isAnew) = (read, gone, false)
        // What was held back stays so, whatever the features are.
        case .everything(let read): (names, forgotten, isAnew) = (read, [], true)
        }
        let pairs = names.compactMap { finding.pairs[$0] }.filter(canBeOpened)
        let isNeeded = !isAnew && (!forgotten.isEmpty || trained?.forest != present.forest)
        if pairs.isEmpty, !isNeeded { return words.holds(images: count) }
        words.begin(pairs.map(\.annotation), forgotten: forgotten)
        let attempt = TrainingAttempt(
            place: place,
            folder: folder,
            versions: versions,
            worker: worker,
            samples: store.last?.number,
            takesDecisionsOnly: isAnew,
            comparesInForce: list.digestInForce != nil,
            classesInForce: list.inForce.flatMap { list[$0]?.record?.training?.classes.map(\.annotation) },
            forgotten: forgotten,
            isNeeded: isNeeded
        )
        let (candidate, leftOut): (TrainedCandidate?, [String: Failure])
        do { (candidate, leftOut) = try await attempt.run(pairs) } catch {
            // The next try goes on from an older version, or begins anew.
            let isAboutSamples = (error as? Failure)?.isAboutSamples == true
            if isAboutSamples, let samples = store.last?.number { withoutUse.insert(samples) }
            throw error
        }
        for (name, failure) in leftOut {
            if let pair = finding.pairs[name] { refused.refuse(pair, failure) }
        }
        // Some were changed meanwhile.
        if leftOut.count + (candidate?.read.count ?? 0) < pairs.count { lookAgain(at: .now + Self.pauseWithChange) }
        // Settings that changed meanwhile make another loop, which begins anew.
        guard !Task.isCancelled, let candidate else { return words.holds(images: count) }
        try keep(
            candidate,
            from: store.last,
            in: list,
            basis: candidate.basis(place.basis, after: trained, without: forgotten)
        )
    }

    /// The images whose annotations were learned and are gone.
    private func gone(
        _ present: TrainingBasis,
        _ trained: TrainingBasis?,
        _ finished: [FilePath: FileState]
    ) -> Set<String> {
        let gone = absences.look(trained, present) { annotation in
            finished[folder.annotations.path.appending(annotation)] != nil || !folder.lacks(annotation)
        }
        if let next = absences.next { lookAgain(at: next) }
        return gone
    }

    /// Whether the files of a pair can be read now; where not, the others are trained.
    private func canBeOpened(_ pair: AnnotatedFolder.Pair) -> Bool {
        do throws(Failure) {
            _ = try folder.open(pair)
            return true
        } catch {
            if error.kind == Failure.annotationChangingKind {
                lookAgain(at: .now + Self.pauseWithChange)
            } else {
                refused.shutOff(pair, error)
            }
            return false
        }
    }

    /// Keeps a candidate as a version and brings it into force where that is decided.
    private func keep(
        _ candidate: TrainedCandidate,
        from earlier: ClassifierVersion?,
        in list: VersionList,
        basis: TrainingBasis
    ) throws(Failure) {
        let report = candidate.report
        if let record = earlier?.record, record.classifier == report.classifier, record.samples == report.samples {
            settled = (record.number, basis)
            return words.isTheSame(as: record.number, images: basis.pairs.count)
        }
        let acceptance = Acceptance(
            place.settings.accept,
            report,
            hasOneInForce: list.digestInForce != nil,
            obstacle: obstacle(place, report)
        )
        var draft = VersionDraft(
            job: candidate.job,
            report: report,
            decision: acceptance.isTaken ? .taken : .waits,
            reason: acceptance.reason
        )
        (draft.from, draft.basis, draft.comparedWith) = (earlier?.number, basis.text, list.digestInForce)
        draft.accept = place.settings.accept.rawValue
        let addition = try versions.add(candidate.files, draft)
        settled = nil
        if addition.isInForce {
            reload(place.classifier)
            words.lacks(nil)
        }
        words.end(addition, images: basis.pairs.count)
    }

    /// Says which annotations cannot be trained, and that others can again.
    private func tellOfProblems(_ finding: AnnotatedFolder.Finding, _ finished: [FilePath: FileState]) {
        words.tell(of: refused.problems(finding, finished, learned: learned, below: folder.annotations.path))
    }

    /// A training that could not be done is tried again, the later the more often that was so; nothing else stops for it.
    private func retryLater(_ error: any Error) {
        let pause = Self.retries[min(losses, Self.retries.count - 1)]
        losses += 1
        (nextTry, changesAtFailure) = (.now + pause, watch.changes)
        words.failed(error, triedAgainAfter: pause)
    }
}
