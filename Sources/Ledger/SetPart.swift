import Files
import FoundationEssentials
import GRDB

/// A file that is part of an image in several files, as it was when that was found out; known without opening it again as
/// long as nobody touches it.
package struct SetPart: Sendable, Hashable {
    /// What the file looked like.
    package let mark: FileMark
    /// The path of the image's first file, as bytes; that file's own path where it is the first.
    package let first: [UInt8]
    /// The pattern of names that says so; nil where the files themselves do.
    package let together: String?

    /// A part of the image at `first`.
    package init(mark: FileMark, first: [UInt8], together: String?) {
        (self.mark, self.first, self.together) = (mark, first, together)
    }
}

extension SetPart {
    /// The table.
    static func prepare(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS part (
                    path BLOB NOT NULL PRIMARY KEY,
                    size INTEGER NOT NULL, modificationSeconds INTEGER NOT NULL,
                    modificationNanoseconds INTEGER NOT NULL, inode INTEGER NOT NULL, changeNanoseconds INTEGER NOT NULL,
                    first BLOB NOT NULL, together TEXT
                ) WITHOUT ROWID
                """
        )
    }

    /// What is known of the file at a path.
    static func fetch(path: Data, from db: Database) throws -> SetPart? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT size, modificationSeconds, modificationNanoseconds, inode, changeNanoseconds, first, together
                FROM part WHERE path = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [path]).flatMap { row in
            FileMark(row, from: 0).map { SetPart(mark: $0, first: Array(row[5] as Data), together: row[6]) }
        }
    }

    /// Notes a part. Where that is news, all is forgotten that is known of it, and of the first, as images: other files make
    /// another image.
    func save(path: [UInt8], in db: Database) throws {
        // A part has no results of its own; what is known of it as an image is older than what is known of it here.
        if path != first { try db.execute(sql: "DELETE FROM image WHERE path = ?", arguments: [Data(path)]) }
        guard try Self.fetch(path: Data(path), from: db) != self else { return }
        try db.execute(
            sql: "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: StatementArguments([Data(path)] + mark.values + [Data(first), together])
        )
        try db.execute(sql: "DELETE FROM image WHERE path IN (?, ?)", arguments: [Data(path), Data(first)])
    }
}

extension Ledger {
    /// Notes parts of images, by their paths.
    package func note(parts: [(path: [UInt8], part: SetPart)]) async throws {
        guard !parts.isEmpty else { return }
        try await writing { db in
            for (path, part) in parts { try part.save(path: path, in: db) }
        }
    }

    /// What is known of the file at a path as a part of an image. Blocks for the time of a look-up.
    package nonisolated func part(path: [UInt8]) -> SetPart? {
        readingNow { try SetPart.fetch(path: Data(path), from: $0) } ?? nil
    }
}
