import Files
import Foundation
import GRDB

/// An entry as a row of the table.
extension LedgerEntry {
    /// The entry in `row`; nil where the state is a word this build does not know.
    init?(_ row: Row) {
        guard let state = LedgerState(rawValue: row["state"]) else { return nil }
        let path: Data = row["path"]
        self.init(
            path: Array(path),
            recipe: row["recipe"],
            identity: FileIdentity(
                size: row["size"],
                modificationSeconds: row["modificationSeconds"],
                modificationNanoseconds: row["modificationNanoseconds"]
            ),
            digest: row["digest"],
            state: state,
            attempts: row["attempts"],
            classifierDigest: row["classifierDigest"],
            settingsDigest: row["settingsDigest"]
        )
        updated = row["updated"]
    }

    /// Writes the entry in place of the one with the same key.
    func save(in db: Database, at time: Int64) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO image (
                    path, recipe, size, modificationSeconds, modificationNanoseconds, digest, state, attempts,
                    classifierDigest, settingsDigest, updated
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(path), recipe, identity.size, identity.modificationSeconds, identity.modificationNanoseconds,
                digest, state.rawValue, attempts, classifierDigest, settingsDigest, time,
            ]
        )
    }

    /// The entry of one image and recipe.
    static func fetch(path: [UInt8], recipe: String, from db: Database) throws -> LedgerEntry? {
        try Row.fetchOne(
            db,
            sql: "SELECT * FROM image WHERE path = ? AND recipe = ?",
            arguments: [Data(path), recipe]
        ).flatMap { LedgerEntry($0) }
    }
}
