import Files
import Logging
import Results
import SystemPackage
import SystemdSupport
import WorkerClient
import WorkerProtocol

/// One attempt on an image that is due, and what comes of it.
extension ImageProcessor {
    /// Computes and commits; a worker that is lost meanwhile costs an attempt, and other images go first.
    func segment(_ planned: PlannedTask, _ beginning: RecipeTask.Beginning) async -> ImageOutcome {
        let place = planned.task.outputFolder.path.appending(beginning.names.summary)
        let (attempt, hangs): (Int, Int)
        switch await attempts.begin(planned) {
        case .begins(let number, let earlierHangs): (attempt, hangs) = (number, earlierHangs)
        case .waits(let due): return .later(due)
        case .isGivenUp(let failure, let count): return await giveUp(planned, failure, beginning, attempts: count)
        }
        let image = planned.task.image.path
        do throws(WorkerError) {
            let (outcome, file) = try await attemptOnce(planned, beginning, hangs: hangs, beginning.redo)
            switch outcome {
            case .committed(let summary):
                withdrawOthers(than: planned, planned.task.set?.members.map(\.path) ?? [])
                await attempts.end(planned, summary, attempts: attempt, at: place, file: file)
                return .done(summary)
            case .doneBefore(let summary):
                await attempts.end(planned, summary, attempts: attempt, at: place, file: nil)
                return .upToDate(summary)
            // Of what is made anew as a whole nothing is kept.
            case .imageChanged, .keptChanged:
                await attempts.withdraw(planned)
                return .changed
            }
        } catch {
            switch error {
            case .refused(let refusal) where refusal.concernsFileSet && planned.task.set == nil:
                // Losses over its files together count as those over this one.
                await attempts.breakOff(planned)
                let outcome = await segmentTold(planned, beginning, refusal, attempt: attempt)
                if case .partOfSet = outcome { await attempts.withdraw(planned) }
                return outcome
            case .refused(let refusal) where planned.task.verdict(refusal) == .wait:
                await attempts.withdraw(planned)
                return .unfinished(planned.task.image.state, isIncomplete: true)
            case .refused(let refusal):
                let failure = refusal.seen(from: planned.task.outputFolder.path, forImageOf: planned.task.image.state)
                return await giveUp(planned, failure, beginning, attempts: attempt)
            case .notReady: return await giveUp(planned, .notReady(error), beginning, attempts: attempt)
            case .interrupted:
                await attempts.breakOff(planned)
                return .postponed(.interrupted(image.readable))
            default: return await lose(planned, error, beginning, attempt: attempt)
            }
        }
    }

    /// What comes of an image over which the worker was lost.
    func lose(
        _ planned: PlannedTask,
        _ error: WorkerError,
        _ beginning: RecipeTask.Beginning,
        attempt: Int
    ) async -> ImageOutcome {
        let image = planned.task.image.path
        log.event(
            .workerDied,
            "the worker was lost over \(image.readable), attempt \(attempt): \(error)",
            ["image": .bytes(image.bytes), "attempt": "\(attempt)"]
        )
        guard planned.task.isUnchanged else {
            await attempts.withdraw(planned)
            return .changed
        }
        switch await attempts.lose(planned, error) {
        case .isGivenUp(let failure, let count): return await giveUp(planned, failure, beginning, attempts: count)
        case .waits(let due): return .later(due)
        case .begins: return .later(.now)
        }
    }

    /// One attempt, which ends with a result unless the image changed meanwhile.
    ///
    /// What was to stay of the earlier result and proves to be not what was written is made anew, with all the rest.
    private func attemptOnce(
        _ planned: PlannedTask,
        _ beginning: RecipeTask.Beginning,
        hangs: Int,
        _ redo: RedoPlan?
    ) async throws(WorkerError) -> (ResultCommit.Outcome, summary: FileState?) {
        guard let redo else { return try await attempt(planned, beginning, hangs: hangs, nil) }
        do throws(WorkerError) {
            let (outcome, file) = try await attempt(planned, beginning, hangs: hangs, redo)
            if outcome != .keptChanged { return (outcome, file) }
        } catch {
            guard case .refused(let failure) = error, failure.concernsKeptOutput else { throw error }
        }
        return try await attempt(planned, beginning, hangs: hangs, nil)
    }

    private func attempt(
        _ planned: PlannedTask,
        _ beginning: RecipeTask.Beginning,
        hangs: Int,
        _ redo: RedoPlan?
    ) async throws(WorkerError) -> (ResultCommit.Outcome, summary: FileState?) {
        let (task, names) = (planned.task, beginning.names)
        if let redo {
            let words = RedoWords(planned.plan, because: beginning.reason, after: beginning.summary, redo)
            log.debug("\(task.image.path.readable): \(words.text)")
        }
        let commit: ResultCommit
        do throws(Failure) {
            commit = try task.beginCommit(
                beginning,
                outputs: redo?.made ?? planned.plan.recipe.outputs,
                keeping: redo?.kept ?? []
            )
        } catch { throw .refused(error) }
        let report = try await report(on: planned, commit: commit, hangs: hangs, redo)
        if let redo,
            report.imageSHA256 != redo.earlier.image.sha256 || report.labelsSHA256 != redo.earlier.labels?.sha256
                || report.membersSHA256 ?? [] != (redo.earlier.image.members ?? []).compactMap(\.sha256)
        {
            return (.keptChanged, nil)
        }
        let done = planned.done(report, outputs: commit.outputs, names: names, redo)
        let summary = quality.judged(done, report.quality, in: task.folder)
        do throws(Failure) {
            let outcome = try pulse.watching("write the results of", task.image.path) { () throws(Failure) in
                try commit.commit(summary) { task.isUnchanged }
            }
            if case .committed(let committed) = outcome {
                // Before anything else: somebody may move a stage by it.
                announcements?.send(planned.announcement(of: committed, names: names))
                quality.remember(summary, report.quality, in: task.folder)
            }
            return (outcome, commit.summaryFile)
        } catch {
            throw .refused(error)
        }
    }

    /// Asks the worker, once more where the kept copy of a classifier was damaged and could be made anew.
    private func report(
        on planned: PlannedTask,
        commit: ResultCommit,
        hangs: Int,
        _ redo: RedoPlan?
    ) async throws(WorkerError) -> JobReport {
        func ask() async throws(WorkerError) -> JobReport {
            try await worker.segment(
                planned.job(writing: commit.outputs, redo),
                classifiers: planned.inForce.loaded.map(\.reference),
                image: planned.task.image.file.number,
                members: planned.task.set?.descriptors ?? [],
                labels: planned.task.labels?.file.number,
                kept: redo?.files.map(\.file.number) ?? [],
                outputs: commit.descriptors,
                hangs: hangs
            )
        }
        do throws(WorkerError) { return try await ask() } catch {
            guard case .refused(let failure) = error, failure.concernsKeptCopy,
                await classifiers.keepAgain(planned.inForce.loaded)
            else { throw error }
            log.event(
                .classifierCopyRenewed,
                "\(failure.message); it was made anew from the classifier's own file",
                ["error": "\(failure.kind)"]
            )
        }
        return try await ask()
    }

    /// Lays a failure down where it says something about the image; otherwise the image is tried again later.
    func giveUp(
        _ planned: PlannedTask,
        _ failure: Failure,
        _ beginning: RecipeTask.Beginning,
        attempts count: Int
    ) async -> ImageOutcome {
        guard planned.task.isUnchanged else {
            await attempts.withdraw(planned)
            return .changed
        }
        do throws(Failure) {
            if failure.isTransient { throw failure }
            // Damage that cannot be told from a disk or a share that fails says nothing of the image.
            let digest = try await digests.digest(
                ofFailed: planned.task.image,
                beside: beginning.summary,
                by: worker
            )
            let summary = planned.failed(failure, attempts: count, digest: digest)
            let isRecorded = try pulse.watching("write the summary of", planned.task.image.path) {
                () throws(Failure) in try planned.task.record(summary, names: beginning.names)
            }
            guard isRecorded else {
                await attempts.withdraw(planned)
                return .changed
            }
            announcements?.send(planned.announcement(of: summary, names: beginning.names))
            if summary.error?.isLoss ?? false {
                await attempts.park(planned, attempts: count)
            } else {
                let place = planned.task.outputFolder.path.appending(beginning.names.summary)
                await attempts.end(planned, summary, attempts: count, at: place, file: nil)
            }
            return .failed(summary)
        } catch {
            await attempts.withdraw(planned)
            // Where no summary can be written, the log is the only place left for the reason.
            return .postponed(error.isTransient ? error : failure)
        }
    }
}
