import Dispatch
package import Files
import Foundation
import GRDB
import Glibc

/// What was done, tried and parked, kept across restarts.
///
/// The summaries beside the images are the truth; this is their index and the count of attempts. So a database that
/// cannot be used is never fatal: it is moved aside, and an empty one filled again from the summaries.
package actor Ledger {
    private let path: String
    private let report: @Sendable (LedgerNotice) -> Void
    private var database: DatabaseQueue
    /// Counts replaced databases, so that of several operations that meet the damage only one replaces it.
    private var generation = 0
    /// Operations that wait while the database is being replaced; nil at other times.
    private var replacementWaiters: [CheckedContinuation<Void, Never>]?

    /// Opens the database at `path`, making it where it is missing. Never fails; what had to be done instead is told
    /// to `report`, also later.
    package init(at path: String, report: @escaping @Sendable (LedgerNotice) -> Void) async {
        self.path = path
        self.report = report
        let (database, notices) = await Self.open(path)
        self.database = database
        for notice in notices { report(notice) }
    }

    /// The entry of one image under one recipe.
    package func lookup(path: [UInt8], recipe: String) async throws -> LedgerEntry? {
        try await perform { try LedgerEntry.fetch(path: path, recipe: recipe, from: $0) }
    }

    /// Notes an entry, in place of the one with the same image and recipe.
    package func record(_ entry: LedgerEntry) async throws {
        let time = Self.wallClock
        try await perform { try entry.save(in: $0, at: time) }
    }

    /// Notes that an attempt begins. Attempts that the daemon did not survive, on the same content with the same
    /// classifier and settings, add up; other content, classifier or settings start anew at 1.
    ///
    /// - Returns: which attempt it is, from 1.
    package func beginAttempt(
        path: [UInt8],
        recipe: String,
        identity: FileIdentity,
        classifierDigest: String?,
        settingsDigest: String?
    ) async throws -> Int {
        let time = Self.wallClock
        return try await perform { db in
            var entry = LedgerEntry(
                path: path,
                recipe: recipe,
                identity: identity,
                state: .running,
                attempts: 1,
                classifierDigest: classifierDigest,
                settingsDigest: settingsDigest
            )
            if let known = try LedgerEntry.fetch(path: path, recipe: recipe, from: db),
                known.state.isUnfinished, known.identity == identity, known.classifierDigest == classifierDigest,
                known.settingsDigest == settingsDigest
            {
                entry.attempts = known.attempts + 1
                entry.digest = known.digest
            }
            try entry.save(in: db, at: time)
            return entry.attempts
        }
    }

    /// Notes that the attempt that runs has ended while the daemon lives: `attempts` of those before it did not.
    package func suspend(path: [UInt8], recipe: String, as state: LedgerState, attempts: Int) async throws {
        try await perform { db in
            try db.execute(
                sql: "UPDATE image SET state = ?, attempts = ? WHERE path = ? AND recipe = ?",
                arguments: [state.rawValue, attempts, Data(path), recipe]
            )
        }
    }

    /// Forgets an image under one recipe, or under all.
    package func forget(path: [UInt8], recipe: String? = nil) async throws {
        try await perform { db in
            try db.execute(
                sql: "DELETE FROM image WHERE path = ?1 AND (?2 IS NULL OR recipe = ?2)",
                arguments: [Data(path), recipe]
            )
        }
    }

    /// What is known of the content of the file at a path.
    package func content(path: [UInt8]) async throws -> KnownContent? {
        try await perform { try KnownContent.fetch(path: path, from: $0) }
    }

    /// Notes what is known of the content of the file at a path.
    package func note(_ content: KnownContent, path: [UInt8]) async throws {
        try await perform { try content.save(path: path, in: $0) }
    }

    /// How many entries there are in each state.
    package func counts() async throws -> [LedgerState: Int] {
        try await perform { db in
            let rows = try Row.fetchAll(db, sql: "SELECT state, COUNT(*) AS count FROM image GROUP BY state")
            return rows.reduce(into: [:]) { counts, row in
                if let state = LedgerState(rawValue: row["state"]) { counts[state] = row["count"] }
            }
        }
    }

    /// Runs an operation in a transaction; where the database turns out to be damaged, once more on a new one.
    func perform<T: Sendable>(_ operation: @escaping @Sendable (Database) throws -> T) async throws -> T {
        let begun = generation
        do {
            return try await database.write(operation)
        } catch  where LedgerDatabase.isDamage(error) {
            await replace(begun, because: error)
        } catch let error as DatabaseError {
            throw LedgerError(path: path, reason: LedgerDatabase.reason(of: error))
        }
        do {
            return try await database.write(operation)
        } catch let error as DatabaseError {
            throw LedgerError(path: path, reason: LedgerDatabase.reason(of: error))
        }
    }

    private func replace(_ damaged: Int, because error: any Error) async {
        guard damaged == generation else { return }
        if replacementWaiters != nil {
            await withCheckedContinuation { replacementWaiters?.append($0) }
            return
        }
        replacementWaiters = []
        try? database.close()
        let (fresh, notices) = await Self.open(path, replacing: error)
        database = fresh
        generation += 1
        for notice in notices { report(notice) }
        let waiters = replacementWaiters ?? []
        replacementWaiters = nil
        for waiter in waiters { waiter.resume() }
    }

    private static var wallClock: Int64 { Int64(time(nil)) }

    /// Opening checks the whole file and may take a while: not on a cooperative thread.
    private static func open(
        _ path: String,
        replacing damage: (any Error)? = nil
    ) async -> (database: DatabaseQueue, notices: [LedgerNotice]) {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "segmentd.ledger.open").async {
                continuation.resume(returning: LedgerDatabase.open(at: path, replacing: damage))
            }
        }
    }
}
