import FoundationEssentials
import GRDB

/// How long the images of watched folders must be left alone, as their writers have shown.
enum FolderWaits {
    /// The table, which knows only folders whose images wait.
    static func prepare(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS folderWait (
                    folder BLOB NOT NULL PRIMARY KEY, milliseconds INTEGER NOT NULL
                ) WITHOUT ROWID
                """
        )
    }
}

extension Ledger {
    /// How long the images of a watched folder must be left alone; nil where nothing is known.
    package func wait(folder: [UInt8]) async throws -> Duration? {
        let found = try await reading { db in
            try Int64.fetchOne(
                db,
                sql: "SELECT milliseconds FROM folderWait WHERE folder = ?",
                arguments: [Data(folder)]
            )
        }
        return found.map { .milliseconds($0) }
    }

    /// Notes how long the images of a watched folder must be left alone from now on; zero forgets it.
    package func note(wait: Duration, folder: [UInt8]) async throws {
        let (seconds, attoseconds) = wait.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        try await writing { db in
            if milliseconds > 0 {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO folderWait VALUES (?, ?)",
                    arguments: [Data(folder), milliseconds]
                )
            } else {
                try db.execute(sql: "DELETE FROM folderWait WHERE folder = ?", arguments: [Data(folder)])
            }
        }
    }
}
