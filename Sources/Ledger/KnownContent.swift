package import Files
import FoundationEssentials
import GRDB

/// The digest of an image's content, and what the file looked like from which it was computed.
package struct KnownContent: Sendable, Hashable {
    /// The file.
    package let mark: FileMark
    /// SHA-256 of the content.
    package var digest: String

    /// The digest of the content of a file in the given state.
    package init(of state: FileState, digest: String) {
        self.init(mark: FileMark(of: state), digest: digest)
    }

    private init(mark: FileMark, digest: String) {
        self.mark = mark
        self.digest = digest
    }

    /// Whether a file in this state still holds the content.
    package func isContent(of state: FileState) -> Bool { mark.fits(state) }
}

extension KnownContent {
    /// The table, beside that of images: a digest says something of a file whatever the recipes.
    static func prepare(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS content (
                    path BLOB NOT NULL PRIMARY KEY,
                    size INTEGER NOT NULL, modificationSeconds INTEGER NOT NULL,
                    modificationNanoseconds INTEGER NOT NULL, inode INTEGER NOT NULL,
                    changeNanoseconds INTEGER NOT NULL, digest TEXT NOT NULL
                ) WITHOUT ROWID
                """
        )
    }

    /// What is known of the file at a path.
    static func fetch(path: [UInt8], from db: Database) throws -> KnownContent? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT size, modificationSeconds, modificationNanoseconds, inode, changeNanoseconds, digest
                FROM content WHERE path = ?
                """,
            arguments: [Data(path)]
        )
        return row.flatMap { row in FileMark(row, from: 0).map { KnownContent(mark: $0, digest: row[5]) } }
    }

    /// Writes what is known in place of what was known of the same path.
    func save(path: [UInt8], in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO content VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: StatementArguments([Data(path)] + mark.values + [digest])
        )
    }
}
