package import Files
import Foundation
import GRDB

/// The digest of an image's content, and what the file looked like from which it was computed.
///
/// The device is no part of it: its number may be another after a restart.
package struct KnownContent: Sendable, Hashable {
    /// Size and modification time.
    package let identity: FileIdentity
    package let inode: UInt64
    /// Status change time, nanoseconds since 1970.
    package let changeTime: Int64
    /// SHA-256 of the content.
    package var digest: String

    /// The digest of the content of a file in the given state.
    package init(of state: FileState, digest: String) {
        self.init(identity: state.identity, inode: state.inode, changeTime: state.changeTime, digest: digest)
    }

    private init(identity: FileIdentity, inode: UInt64, changeTime: Int64, digest: String) {
        self.identity = identity
        self.inode = inode
        self.changeTime = changeTime
        self.digest = digest
    }

    /// Whether a file in this state still holds the content.
    package func isContent(of state: FileState) -> Bool {
        identity == state.identity && inode == state.inode && changeTime == state.changeTime
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
                identity: FileIdentity(
                    size: row["size"],
                    modificationSeconds: row["modificationSeconds"],
                    modificationNanoseconds: row["modificationNanoseconds"]
                ),
                inode: UInt64(bitPattern: inode),
                changeTime: row["changeNanoseconds"],
                digest: row["digest"]
            )
        }
    }

    /// Writes what is known in place of what was known of the same path.
    func save(path: [UInt8], in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO content VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                Data(path), identity.size, identity.modificationSeconds, identity.modificationNanoseconds,
                // SQLite's integers are signed.
                Int64(bitPattern: inode), changeTime, digest,
            ]
        )
    }
}
