import Files
import FoundationEssentials
import GRDB
import SystemPackage

/// Opens the database file, or makes a new one where it is damaged. Blocks; runs on a queue of its own.
enum LedgerDatabase {
    /// Stored in the file as user_version; a file of another version is moved aside like a damaged one. New tables and
    /// columns that an earlier version passes over do not raise it.
    private static let version = 1
    /// Pages of 4 KB of a database in memory: 32 MB.
    private static let mostPagesInMemory = 8_192

    /// A database that works.
    struct Opened: Sendable {
        let database: DatabaseQueue
        let isInMemory: Bool
        /// What had to be done for it.
        var notices: [LedgerNotice] = []
    }

    /// A database at `path` if at all possible.
    ///
    /// Only a damaged file is moved aside. One that cannot be used because the disk is full, fails or is read-only stays
    /// where it is, and memory takes its place.
    ///
    /// - Parameters:
    ///   - damage: why the file that is there is not to be tried.
    ///   - memory: the database in memory that is to be brought into the file.
    static func open(at path: String, replacing damage: (any Error)?, bringing memory: DatabaseQueue?) -> Opened {
        var notices: [LedgerNotice] = []
        do {
            do {
                if let damage { throw damage }
                return try connected(to: path, bringing: memory, notices)
            } catch  where isDamage(error) {
                let aside = path + ".damaged"
                if move(path, to: aside) {
                    notices = [.replaced(path: path, aside: aside, reason: reason(of: error))]
                }
                // The journals belong to the old file and would damage the new one.
                for suffix in ["-wal", "-shm", "-journal"] { _ = move(path + suffix, to: aside + suffix) }
                return try connected(to: path, bringing: memory, notices)
            }
        } catch {
            if let memory { return Opened(database: memory, isInMemory: true, notices: notices) }
            notices.append(.inMemory(path: path, reason: reason(of: error)))
            return Opened(database: inMemory(), isInMemory: true, notices: notices)
        }
    }

    private static func connected(
        to path: String,
        bringing memory: DatabaseQueue?,
        _ notices: [LedgerNotice]
    ) throws -> Opened {
        let database = try connect(to: path)
        do {
            if let memory { try bring(memory, into: database) }
        } catch {
            try? database.close()
            throw error
        }
        return Opened(
            database: database,
            isInMemory: false,
            notices: memory == nil ? notices : notices + [.recovered(path: path)]
        )
    }

    private static func move(_ path: String, to other: String) -> Bool {
        (try? FileCalls().rename(FilePath(path), to: FilePath(other))) != nil
    }

    /// Whether `error` means that the file itself is of no more use.
    static func isDamage(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
            // A table or column is missing.
            || error.resultCode == .SQLITE_ERROR
    }

    /// Whether `error` means that the file is no longer at its path.
    static func isGone(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.extendedResultCode == .SQLITE_READONLY_DBMOVED
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

    private static func inMemory() -> DatabaseQueue {
        do {
            let database = try DatabaseQueue()
            try database.writeWithoutTransaction { db in
                try prepare(db)
                try db.execute(sql: "PRAGMA max_page_count = \(mostPagesInMemory)")
            }
            return database
        } catch {
            // Only want of memory can make this fail, and then the process is lost anyway.
            fatalError("SQLite cannot even keep a table in memory: \(error)")
        }
    }

    /// Brings every row of a database in memory into a file, all or none.
    private static func bring(_ memory: DatabaseQueue, into file: DatabaseQueue) throws {
        try memory.read { source in
            try file.write { target in
                for table in ["image", "content", "own", "part", "folderWait"] {
                    let rows = try Row.fetchCursor(source, sql: "SELECT * FROM \(table)")
                    while let row = try rows.next() {
                        let names = row.columnNames.joined(separator: ", ")
                        let places = row.map { _ in "?" }.joined(separator: ", ")
                        try target.cachedStatement(sql: "INSERT OR REPLACE INTO \(table) (\(names)) VALUES (\(places))")
                            .execute(arguments: StatementArguments(row.databaseValues))
                    }
                }
            }
        }
    }

    private static func prepare(_ db: Database) throws {
        if let trouble = try String.fetchOne(db, sql: "PRAGMA quick_check(1)"), trouble != "ok" {
            // A disk that gave an error meanwhile is told of in the same way.
            throw DatabaseError(resultCode: isReadError(trouble) ? .SQLITE_IOERR : .SQLITE_CORRUPT, message: trouble)
        }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found == 0 || found == version else {
            throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "it has version \(found), not \(version)")
        }
        try db.inTransaction {
            try LedgerEntry.prepare(db)
            try KnownContent.prepare(db)
            try FolderWaits.prepare(db)
            try OwnFile.prepare(db)
            try SetPart.prepare(db)
            // Nothing is written to a database that has all, so that a full disk does not keep it from being used.
            if found != version { try db.execute(sql: "PRAGMA user_version = \(version)") }
            return .commit
        }
    }

    /// Whether a line of quick_check tells of a page that could not be read, by SQLite's extended code for it.
    private static func isReadError(_ line: String) -> Bool {
        guard let found = line.firstRange(of: "error code="),
            let code = Int32(line[found.upperBound...].prefix { $0.isNumber })
        else { return false }
        return code & 0xff == ResultCode.SQLITE_IOERR.rawValue
    }
}
