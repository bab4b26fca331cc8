import Files
import Ledger
import Logging
import Results
import Settings
import Synchronization
import SystemPackage
import WorkerClient
import WorkerProtocol

/// Knows over which images workers, or the daemon itself, were lost, and when each of them may be tried again.
///
/// The ledger counts the losses, those of the daemon by what was in work then, so that no restart begins anew. It is an
/// index: when it cannot be written, the log says so, and losses are counted for as long as the daemon lives.
final class AttemptBook: Sendable {
    /// What is to be done with an image that is due.
    enum Turn: Sendable {
        /// It is worked on: attempt `number`, from 1; `hangs` of those before took longer than they may.
        case begins(number: Int, hangs: Int)
        /// Its next attempt lies in the future.
        case waits(until: ContinuousClock.Instant)
        /// It was tried often enough for now.
        case isGivenUp(Failure, attempts: Int)
    }

    private struct Record {
        let content: AttemptContent
        /// Losses before this daemon started, its deaths among them.
        var earlier = 0
        /// Attempts that ended with the loss of the worker since, and those among them that took longer than they may.
        var attempts = 0
        var hangs = 0
        /// When the next attempt may begin.
        var due: ContinuousClock.Instant
        var isParked = false
        /// What computed when it was given up.
        var device: String?

        /// One that took too long counts for three: all others waited so long.
        var losses: Int { earlier + attempts + 2 * hangs }
    }

    /// With more, all are forgotten: the images are tried again.
    private static let mostRecords = 10_000

    private let ledger: Ledger?
    private let policy: RetryPolicy
    private let log: Logger
    private let records = Mutex<[AttemptSubject: Record]>([:])
    /// What the last image was computed with.
    private let device = Mutex<String?>(nil)

    init(ledger: Ledger?, policy: RetryPolicy, log: Logger) {
        self.ledger = ledger
        self.policy = policy
        self.log = log
    }

    /// Whether the image was given up, and nothing has changed and not much time has passed since.
    func isParked(_ planned: PlannedTask) -> Bool {
        guard let record = record(of: planned), record.isParked, record.due > .now else { return false }
        let device = device.withLock(\.self)
        return record.device == nil || device == nil || record.device == device
    }

    /// Asks for an attempt, and notes that it begins if it may.
    func begin(_ planned: PlannedTask) async -> Turn {
        if let record = record(of: planned) {
            if !record.isParked && record.due > .now { return .waits(until: record.due) }
        } else if let (losses, state) = await earlierLosses(over: planned), losses > 0 {
            guard losses < policy.most || state != .running else {
                return .isGivenUp(.daemonLost(planned.task.image.path.readable, losses: losses), attempts: losses)
            }
            // What was given up is tried once.
            let isParked = state == .parked
            let due = ContinuousClock.now + (isParked ? .zero : policy.pause(after: losses))
            let content = AttemptContent(planned)
            keep(Record(content: content, earlier: losses, due: due, isParked: isParked), for: planned)
            if state == .running { await suspend(planned, as: .waiting, losses: losses) }
            if !isParked { return .waits(until: due) }
        }
        _ = await noting { ledger in
            try await ledger.beginAttempt(
                path: planned.task.image.path.bytes,
                recipe: planned.task.recipe.name ?? "",
                identity: planned.task.image.state.identity,
                classifierDigest: planned.plan.classifiersDigest,
                settingsDigest: planned.plan.recipe.digest
            )
        }
        let record = record(of: planned)
        return .begins(number: record.map { $0.earlier + $0.attempts + 1 } ?? 1, hangs: record?.hangs ?? 0)
    }

    /// Notes that the worker was lost over the image; says when it is tried again, or that it is given up.
    func lose(_ planned: PlannedTask, _ error: WorkerError) async -> Turn {
        var record = record(of: planned) ?? Record(content: AttemptContent(planned), due: .now)
        let wasParked = record.isParked
        record.attempts += 1
        record.hangs += error.isHang ? 1 : 0
        record.due = .now + policy.pause(after: record.losses)
        record.isParked = false
        keep(record, for: planned)
        guard !wasParked && record.losses < policy.most else {
            return .isGivenUp(
                .workerLost(planned.task.image.path.readable, error, attempts: record.earlier + record.attempts),
                attempts: record.earlier + record.attempts
            )
        }
        await suspend(planned, as: .waiting, losses: record.losses)
        return .waits(until: record.due)
    }

    /// Notes that the image is given up for a while; its summary says so.
    func park(_ planned: PlannedTask, attempts: Int) async {
        var record = record(of: planned) ?? Record(content: AttemptContent(planned), earlier: attempts, due: .now)
        record.isParked = true
        record.due = .now + policy.rest
        record.device = device.withLock(\.self)
        keep(record, for: planned)
        await suspend(planned, as: .parked, losses: record.losses)
    }

    /// Notes that an attempt was broken off through no fault of the image.
    func breakOff(_ planned: PlannedTask) async {
        await suspend(planned, as: .waiting, losses: record(of: planned)?.losses ?? 0)
    }

    /// Notes what a summary says.
    ///
    /// - Parameters:
    ///   - place: where the summary lies.
    ///   - file: its file, as it was when it was written; nil where that is not known.
    func end(_ planned: PlannedTask, _ summary: Summary, attempts: Int, at place: FilePath, file: FileState?) async {
        records.withLock { $0[AttemptSubject(planned)] = nil }
        if let name = summary.engine?.device { device.withLock { $0 = name } }
        let set = planned.task.set
        // Whether what was missing has come, and what names put together, is asked anew with every scan.
        let isWhole = set.map { $0.missing.isEmpty && $0.problem == nil } ?? true
        let members = isWhole ? (set?.members ?? []).map { (path: $0.path, state: $0.state) } : nil
        await record(planned, summary, attempts: attempts, at: place, file: file, members)
    }

    /// Notes that the summary that lies there settles an image: so the ledger is filled again where it knew nothing.
    func note(_ settled: RecipeTask.Settled, of planned: PlannedTask) async {
        // What is given up, and what somebody else's file stands in the way of, is decided by more than the summary.
        if let error = settled.summary.error, error.isLoss || error.kind == Failure.outputExistsKind { return }
        let attempts = settled.summary.error?.attempts ?? 1
        let folder = planned.task.image.path.removingLastComponent()
        let members = settled.others.files.compactMap { file in
            file.state.map { (path: folder.pushing(file.way), state: $0) }
        }
        let isWhole =
            settled.summary.image.missing == nil && !(settled.summary.error?.concernsNames ?? false)
        await record(
            planned,
            settled.summary,
            attempts: attempts,
            at: settled.place,
            file: settled.file,
            isWhole ? members : nil
        )
    }

    private func record(
        _ planned: PlannedTask,
        _ summary: Summary,
        attempts: Int,
        at place: FilePath,
        file: FileState?,
        _ members: [(path: FilePath, state: FileState)]?
    ) async {
        // Whether there is room for what was left out is asked anew with every scan.
        let file = summary.leftOut.isEmpty && members != nil ? file : nil
        _ = await noting { ledger in
            try await ledger.record(
                LedgerEntry(
                    path: planned.task.image.path.bytes,
                    recipe: planned.task.recipe.name ?? "",
                    identity: planned.task.image.state.identity,
                    digest: summary.image.sha256,
                    state: summary.status == .done ? .done : .failed,
                    attempts: attempts,
                    classifierDigest: summary.classifiersDigest,
                    settingsDigest: summary.settings.digest,
                    evidence: file.map {
                        .init(
                            image: planned.task.image.state,
                            summaryPath: place.bytes,
                            summary: $0,
                            members: (members ?? []).map { .init(path: $0.path.bytes, mark: FileMark(of: $0.state)) }
                        )
                    }
                )
            )
        }
    }

    /// Forgets attempts that say nothing against the image: it changed, or the disk was full.
    func withdraw(_ planned: PlannedTask) async {
        records.withLock { $0[AttemptSubject(planned)] = nil }
        _ = await noting { ledger in
            try await ledger.forget(path: planned.task.image.path.bytes, recipe: planned.task.recipe.name ?? "")
        }
    }

    /// The losses over an image, where there were any: whether it was given up, and when it may be tried again.
    func losses(_ path: FilePath, recipe: String?) -> (count: Int, isParked: Bool, due: ContinuousClock.Instant)? {
        records.withLock { $0[AttemptSubject(path: path, recipe: recipe)] }
            .map { ($0.earlier + $0.attempts, $0.isParked, $0.due) }
    }

    /// Forgets all losses over an image: somebody wants it tried now.
    func forgive(_ path: FilePath, recipe: String?) async {
        records.withLock { $0[AttemptSubject(path: path, recipe: recipe)] = nil }
        _ = await noting { try await $0.forget(path: path.bytes, recipe: recipe ?? "") }
    }

    /// What was lost over the image before this daemon started, one attempt of the last daemon included if it did not
    /// survive it; nil where nothing is known.
    private func earlierLosses(over planned: PlannedTask) async -> (losses: Int, state: LedgerState)? {
        let entry = await noting { ledger in
            try await ledger.lookup(path: planned.task.image.path.bytes, recipe: planned.task.recipe.name ?? "")
        }
        guard let entry = entry ?? nil, [.running, .waiting, .parked].contains(entry.state),
            AttemptContent(entry) == AttemptContent(planned)
        else { return nil }
        return (entry.attempts, entry.state)
    }

    private func suspend(_ planned: PlannedTask, as state: LedgerState, losses: Int) async {
        _ = await noting { ledger in
            try await ledger.suspend(
                path: planned.task.image.path.bytes,
                recipe: planned.task.recipe.name ?? "",
                as: state,
                attempts: losses
            )
        }
    }

    /// What is known of the image as it is now, with the classifier and settings of now.
    private func record(of planned: PlannedTask) -> Record? {
        guard let record = records.withLock({ $0[AttemptSubject(planned)] }), record.content == AttemptContent(planned)
        else { return nil }
        return record
    }

    private func keep(_ record: Record, for planned: PlannedTask) {
        records.withLock { records in
            if records.count >= Self.mostRecords { records = [:] }
            records[AttemptSubject(planned)] = record
        }
    }

    private func noting<Value>(_ body: (Ledger) async throws -> Value) async -> Value? {
        guard let ledger else { return nil }
        do { return try await body(ledger) } catch {
            // The ledger itself has told of its troubles.
            log.debug("\(error)")
            return nil
        }
    }
}
