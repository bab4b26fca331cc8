import Files
import GRDB
import SystemPackage

/// Opens the database file, or makes a new one where it cannot be used. Blocks; runs on a queue of its own.
enum LedgerDatabase {
    /// Stored in the file as user_version; a file of another version is moved aside like a damaged one.
    private static let version = 1

    /// A database that works, at `path` if at all possible, and what had to be done for it. With `damage`, the file
    /// that is there is not tried.
    static func open(
        at path: String,
        replacing damage: (any Error)?
    ) -> (database: DatabaseQueue, notices: [LedgerNotice]) {
        let first: any Error
        do {
            if let damage { throw damage }
            return (try connect(to: path), [])
        } catch {
            first = error
        }
        var notices: [LedgerNotice] = []
        let aside = path + ".damaged"
        if move(path, to: aside) {
            notices = [.replaced(path: path, aside: aside, reason: reason(of: first))]
        }
        // The journals belong to the old file and would damage the new one.
        for suffix in ["-wal", "-shm", "-journal"] {
            _ = move(path + suffix, to: aside + suffix)
        }
        do {
            return (try connect(to: path), notices)
        } catch {
            return (memory(), notices + [.inMemory(path: path, reason: reason(of: error))])
        }
    }

    private static func move(_ path: String, to other: String) -> Bool {
        (try? FileCalls().rename(FilePath(path), to: FilePath(other))) != nil
    }

    /// Whether `error` means that the file itself is of no more use.
    static func isDamage(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
            || error.extendedResultCode == .SQLITE_READONLY_DBMOVED
            // A table or column is missing.
            || error.resultCode == .SQLITE_ERROR
    }

    /// What went wrong, without the statement.
    static func reason(of error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        return error.message ?? "SQLite error \(error.resultCode.rawValue)"
    }

    private static func connect(to path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "segmentd.ledger"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            // The last entries may be lost in a power cut: the summaries have them.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        let database = try DatabaseQueue(path: path, configuration: configuration)
        do {
            try database.writeWithoutTransaction { try prepare($0) }
        } catch {
            try? database.close()
            throw error
        }
        return database
    }

    private static func memory() -> DatabaseQueue {
        do {
            let database = try DatabaseQueue()
            try database.writeWithoutTransaction { try prepare($0) }
            return database
        } catch {
            // Only want of memory can make this fail, and then the process is lost anyway.
            fatalError("SQLite cannot even keep a table in memory: \(error)")
        }
    }

    private static func prepare(_ db: Database) throws {
        let check = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
        guard check == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: check) }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found == 0 || found == version else {
            throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "it has version \(found), not \(version)")
        }
        try db.inTransaction {
            // summaryPath is written no more; it stays, so that all databases of this version have one form.
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS image (
                        path BLOB NOT NULL, recipe TEXT NOT NULL,
                        size INTEGER NOT NULL, modificationSeconds INTEGER NOT NULL,
                        modificationNanoseconds INTEGER NOT NULL, digest TEXT,
                        state TEXT NOT NULL, attempts INTEGER NOT NULL,
                        classifierDigest TEXT, settingsDigest TEXT, summaryPath BLOB, updated INTEGER NOT NULL,
                        PRIMARY KEY (path, recipe)
                    ) WITHOUT ROWID
                    """
            )
            try db.execute(sql: "CREATE INDEX IF NOT EXISTS imageByState ON image (state)")
            try KnownContent.prepare(db)
            try FolderWaits.prepare(db)
            try db.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }
}
