import Foundation
import GRDB

/// The digest of an image's content, and the state of the file from which it was computed.
package struct KnownContent: Sendable, Hashable {
    /// What a file looks like from outside: equal states hold equal content.
    package struct FileState: Sendable, Hashable {
        package var size: Int64
        package var modificationSeconds: Int64
        package var modificationNanoseconds: Int64
        package var inode: UInt64
        /// Status change time, nanoseconds since 1970.
        package var changeNanoseconds: Int64

        /// A state with all its parts.
        package init(
            size: Int64,
            modificationSeconds: Int64,
            modificationNanoseconds: Int64,
            inode: UInt64,
            changeNanoseconds: Int64
        ) {
            self.size = size
            self.modificationSeconds = modificationSeconds
            self.modificationNanoseconds = modificationNanoseconds
            self.inode = inode
            self.changeNanoseconds = changeNanoseconds
        }
    }

    /// What the file looked like.
    package var state: FileState
    /// SHA-256 of its content.
    package var digest: String

    /// A digest of the content of a file in the given state.
    package init(state: FileState, digest: String) {
        self.state = state
        self.digest = digest
    }
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
        try Row.fetchOne(db, sql: "SELECT * FROM content WHERE path = ?", arguments: [Data(path)]).map { row in
            let inode: Int64 = row["inode"]
            return KnownContent(
                state: FileState(
                    size: row["size"],
                    modificationSeconds: row["modificationSeconds"],
                    modificationNanoseconds: row["modificationNanoseconds"],
                    inode: UInt64(bitPattern: inode),
                    changeNanoseconds: row["changeNanoseconds"]
                ),
                digest: row["digest"]
            )
        }
    }

    /// Writes what is known in place of what was known of the same path.
    func save(path: [UInt8], in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO content VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                Data(path), state.size, state.modificationSeconds, state.modificationNanoseconds,
                // SQLite's integers are signed.
                Int64(bitPattern: state.inode), state.changeNanoseconds, digest,
            ]
        )
    }
}
