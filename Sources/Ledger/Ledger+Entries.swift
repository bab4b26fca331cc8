package import Files
import FoundationEssentials
import GRDB
import Glibc

/// What is kept of images, and of files beside them.
extension Ledger {
    /// The entry of one image under one recipe.
    package func lookup(path: [UInt8], recipe: String) async throws -> LedgerEntry? {
        try await reading { try LedgerEntry.fetch(path: path, recipe: recipe, from: $0) }
    }

    /// What is known of the file at a path, without asking anybody else: its entries under all recipes, and what it
    /// looked like if it is an output of ours, or a part of an image in several files. Blocks for the time of a look-up;
    /// empty where the database gives nothing.
    package nonisolated func known(path: [UInt8]) -> (entries: [LedgerEntry], own: FileMark?, part: SetPart?) {
        readingNow { db in
            let entries = try LedgerEntry.fetchAll(path: path, from: db)
            guard entries.isEmpty else { return (entries, nil, nil) }
            let own = try OwnFile.fetch(path: Data(path), from: db)
            return ([], own, own == nil ? try SetPart.fetch(path: Data(path), from: db) : nil)
        } ?? ([], nil, nil)
    }

    /// Notes an entry, in place of the one with the same image and recipe.
    package func record(_ entry: LedgerEntry) async throws {
        let time = Int64(time(nil))
        try await writing { try entry.save(in: $0, at: time) }
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
        let time = Int64(time(nil))
        return try await writing { db in
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
        try await writing { db in
            try db.execute(
                sql: "UPDATE image SET state = ?, attempts = ? WHERE path = ? AND recipe = ?",
                arguments: [state.rawValue, attempts, Data(path), recipe]
            )
        }
    }

    /// Forgets an image under one recipe, or under all.
    package func forget(path: [UInt8], recipe: String? = nil) async throws {
        try await writing { db in
            try db.execute(
                sql: "DELETE FROM image WHERE path = ?1 AND (?2 IS NULL OR recipe = ?2)",
                arguments: [Data(path), recipe]
            )
        }
    }

    /// What is known of the content of the file at a path.
    package func content(path: [UInt8]) async throws -> KnownContent? {
        try await reading { try KnownContent.fetch(path: path, from: $0) }
    }

    /// Notes what is known of the content of the file at a path.
    package func note(_ content: KnownContent, path: [UInt8]) async throws {
        try await writing { try content.save(path: path, in: $0) }
    }

    /// Notes that the file at a path, which looks as given, is an output of ours.
    package func noteOwn(_ state: FileState, path: [UInt8]) async throws {
        try await writing { try OwnFile.save(FileMark(of: state), path: path, in: $0) }
    }

    /// How many entries there are in each state.
    package func counts() async throws -> [LedgerState: Int] {
        try await reading { db in
            let rows = try Row.fetchAll(db, sql: "SELECT state, COUNT(*) AS count FROM image GROUP BY state")
            return rows.reduce(into: [:]) { counts, row in
                if let state = LedgerState(rawValue: row["state"]) { counts[state] = row["count"] }
            }
        }
    }

    /// The most attempts, of any image, that ended with the daemon itself; of those only that nothing has followed.
    package func mostDeaths() async throws -> Int {
        try await reading { db in
            try Int.fetchOne(db, sql: "SELECT MAX(attempts) FROM image WHERE state = ?", arguments: ["running"]) ?? 0
        }
    }
}
