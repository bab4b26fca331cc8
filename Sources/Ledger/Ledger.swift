import Dispatch
import Files
import FoundationEssentials
import GRDB
import Glibc
import Synchronization

/// What was done, tried and parked, kept across restarts.
///
/// The summaries beside the images are the truth; this is their index and the count of attempts. So a database that
/// cannot be used is never fatal: a damaged one is moved aside, and an empty one filled again from the summaries; one on
/// a disk that is full or fails stays, and is used again as soon as that is possible.
package actor Ledger {
    /// How soon a file that could not be used is tried again.
    private let pause: Duration
    private let path: String
    private let report: @Sendable (LedgerNotice) -> Void
    /// The database in use; behind a lock, so that what only looks things up need not wait for the actor.
    private nonisolated let database: Mutex<DatabaseQueue>
    private var isInMemory: Bool
    /// When the file is tried again.
    private var nextTry: ContinuousClock.Instant
    /// Whether it was said that the database takes nothing in.
    private var isRefused = false
    /// Counts exchanged databases, so that of several operations that meet the damage only one replaces it.
    private var generation = 0
    /// Operations that wait while the database is being exchanged; nil at other times.
    private var exchangeWaiters: [CheckedContinuation<Void, Never>]?

    /// Opens the database at `path`, making it where it is missing. Never fails; what had to be done instead is told
    /// to `report`, also later.
    ///
    /// - Parameter pause: how soon a file that could not be used is tried again.
    package init(
        at path: String,
        pause: Duration = .seconds(30),
        report: @escaping @Sendable (LedgerNotice) -> Void
    ) async {
        self.path = path
        self.pause = pause
        self.report = report
        let opened = await Self.open(path)
        database = Mutex(opened.database)
        isInMemory = opened.isInMemory
        nextTry = .now + pause
        for notice in opened.notices { report(notice) }
    }

    /// Looks things up; where the database turns out to be damaged, once more in a new one.
    func reading<T: Sendable>(_ operation: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await perform { try await $0.read(operation) }
    }

    /// Runs an operation in a transaction; where the database turns out to be damaged, once more on a new one.
    func writing<T: Sendable>(_ operation: @escaping @Sendable (Database) throws -> T) async throws -> T {
        let value = try await perform { try await $0.write(operation) }
        if isRefused {
            isRefused = false
            report(.recovered(path: path))
        }
        return value
    }

    /// Looks things up at once, on the calling thread, which must not be one of the cooperative pool; nil where that is
    /// not possible.
    nonisolated func readingNow<T>(_ operation: (Database) throws -> T) -> T? {
        let database = database.withLock(\.self)
        // Without a transaction, which takes longer than the look: each statement stands for itself.
        return try? database.unsafeRead(operation)
    }

    private func perform<T: Sendable>(_ operation: (DatabaseQueue) async throws -> T) async throws -> T {
        if isInMemory, ContinuousClock.now >= nextTry { await exchange(generation, because: nil) }
        let begun = generation
        do {
            return try await operation(database.withLock(\.self))
        } catch  where LedgerDatabase.isDamage(error) {
            await exchange(begun, because: error)
        } catch  where LedgerDatabase.isGone(error) {
            await exchange(begun, because: nil)
        } catch let error as DatabaseError {
            throw refusal(error)
        }
        do {
            return try await operation(database.withLock(\.self))
        } catch let error as DatabaseError {
            throw refusal(error)
        }
    }

    /// Says once that the database takes nothing in; one in memory is full, and its user knows that it is no file.
    private func refusal(_ error: DatabaseError) -> LedgerError {
        let reason = LedgerDatabase.reason(of: error)
        if !isRefused && !isInMemory {
            isRefused = true
            report(.refused(path: path, reason: reason))
        }
        return LedgerError(path: path, reason: reason)
    }

    /// Puts another database in the place of one that is damaged or gone, or of the one in memory.
    private func exchange(_ old: Int, because damage: (any Error)?) async {
        guard old == generation else { return }
        if exchangeWaiters != nil {
            await withCheckedContinuation { exchangeWaiters?.append($0) }
            return
        }
        exchangeWaiters = []
        let former = database.withLock(\.self)
        if !isInMemory { try? former.close() }
        let opened = await Self.open(path, replacing: damage, bringing: isInMemory ? former : nil)
        database.withLock { $0 = opened.database }
        isInMemory = opened.isInMemory
        nextTry = .now + pause
        generation += 1
        for notice in opened.notices { report(notice) }
        let waiters = exchangeWaiters ?? []
        exchangeWaiters = nil
        for waiter in waiters { waiter.resume() }
    }

    /// Opening checks the whole file and may take a while: not on a cooperative thread.
    private static func open(
        _ path: String,
        replacing damage: (any Error)? = nil,
        bringing memory: DatabaseQueue? = nil
    ) async -> LedgerDatabase.Opened {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "segmentd.ledger.open").async {
                continuation.resume(
                    returning: LedgerDatabase.open(at: path, replacing: damage, bringing: memory)
                )
            }
        }
    }
}
