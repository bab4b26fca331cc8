import FoundationEssentials
import GRDB

/// Outputs of ours that lie where images are expected: what they are is in the file, and known without opening it again
/// as long as nobody touches it.
enum OwnFile {
    /// The table.
    static func prepare(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS own (
                    path BLOB NOT NULL PRIMARY KEY,
                    size INTEGER NOT NULL, modificationSeconds INTEGER NOT NULL,
                    modificationNanoseconds INTEGER NOT NULL, inode INTEGER NOT NULL, changeNanoseconds INTEGER NOT NULL
                ) WITHOUT ROWID
                """
        )
    }

    /// What the output at a path looked like; nil where none was noted.
    static func fetch(path: Data, from db: Database) throws -> FileMark? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT size, modificationSeconds, modificationNanoseconds, inode, changeNanoseconds FROM own WHERE path = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [path]).flatMap { FileMark($0, from: 0) }
    }

    /// Notes an output.
    static func save(_ mark: FileMark, path: [UInt8], in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO own VALUES (?, ?, ?, ?, ?, ?)",
            arguments: StatementArguments([Data(path)] + mark.values)
        )
    }
}
