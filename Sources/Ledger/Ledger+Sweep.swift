import FoundationEssentials
import GRDB

/// Files that are gone, of which nothing need be known any longer.
extension Ledger {
    private static let tables = ["image", "content", "own", "part"]

    /// Some of the paths of which something is known, in the order of their bytes.
    ///
    /// - Parameter last: only paths behind this one; an empty one begins.
    package func paths(after last: [UInt8], limit: Int) async throws -> [[UInt8]] {
        let parts = Self.tables.map { "SELECT * FROM (SELECT path FROM \($0) WHERE path > ?1 ORDER BY path LIMIT ?2)" }
        let sql = parts.joined(separator: " UNION ") + " ORDER BY path LIMIT ?2"
        return try await reading { db in
            try Data.fetchAll(db, sql: sql, arguments: [Data(last), limit]).map { Array($0) }
        }
    }

    /// Forgets everything of the files at these paths.
    package func forget(_ paths: [[UInt8]]) async throws {
        guard !paths.isEmpty else { return }
        try await writing { db in
            for table in Self.tables {
                let statement = try db.cachedStatement(sql: "DELETE FROM \(table) WHERE path = ?")
                for path in paths { try statement.execute(arguments: [Data(path)]) }
            }
        }
    }
}
