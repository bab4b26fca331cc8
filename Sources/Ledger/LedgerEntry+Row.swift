import Files
import FoundationEssentials
import GRDB

/// An entry as a row of the table.
extension LedgerEntry {
    /// The columns that the first version did not have, all of whole numbers that may be missing.
    private static let laterColumns = [
        "inode", "changeNanoseconds", "summarySize", "summaryModificationSeconds", "summaryModificationNanoseconds",
        "summaryInode", "summaryChangeNanoseconds",
    ]
    private static let columns =
        [
            "recipe", "digest", "state", "attempts", "classifierDigest", "settingsDigest", "updated", "summaryPath",
            "size", "modificationSeconds", "modificationNanoseconds",
        ] + laterColumns + ["members"]
    private static let selection = "SELECT \(columns.joined(separator: ", ")) FROM image WHERE path = ?"
    private static let replacement = """
        INSERT OR REPLACE INTO image (path, \(columns.joined(separator: ", ")))
        VALUES (?\(String(repeating: ", ?", count: columns.count)))
        """

    /// Makes the table; one of the first version gets the columns that it lacks.
    static func prepare(_ db: Database) throws {
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
        let present = try Set(Row.fetchAll(db, sql: "PRAGMA table_info(image)").map { $0["name"] as String })
        for column in laterColumns where !present.contains(column) {
            try db.execute(sql: "ALTER TABLE image ADD COLUMN \(column) INTEGER")
        }
        if !present.contains("members") { try db.execute(sql: "ALTER TABLE image ADD COLUMN members BLOB") }
        try db.execute(sql: "CREATE INDEX IF NOT EXISTS imageByState ON image (state)")
    }

    /// The entry in a row of `columns`; nil where the state is a word this build does not know.
    private init?(_ row: Row, path: [UInt8]) {
        guard let state = LedgerState(rawValue: row[2]) else { return nil }
        self.init(
            path: path,
            recipe: row[0],
            identity: FileIdentity(size: row[8], modificationSeconds: row[9], modificationNanoseconds: row[10]),
            digest: row[1],
            state: state,
            attempts: row[3],
            classifierDigest: row[4],
            settingsDigest: row[5]
        )
        updated = row[6]
        if let summaryPath: Data = row[7], let image = FileMark(row, from: 8), let summary = FileMark(row, from: 13) {
            let told: Data? = row[18]
            // One that cannot be understood leaves no evidence: the summary is read again.
            guard let members = told.map(EvidenceMembers.members) ?? [] else { return }
            evidence = Evidence(image: image, summaryPath: Array(summaryPath), summary: summary, members: members)
        }
    }

    /// Writes the entry in place of the one with the same key.
    func save(in db: Database, at time: Int64) throws {
        var values: [(any DatabaseValueConvertible)?] = [
            Data(path), recipe, digest, state.rawValue, attempts, classifierDigest, settingsDigest, time,
            (evidence?.summaryPath).map { Data($0) },
        ]
        if let evidence {
            values += evidence.image.values + evidence.summary.values
        } else {
            values += [identity.size, identity.modificationSeconds, identity.modificationNanoseconds]
            values += Self.laterColumns.map { _ in nil }
        }
        values.append(evidence.flatMap { EvidenceMembers.data($0.members) })
        try db.cachedStatement(sql: Self.replacement).execute(arguments: StatementArguments(values))
    }

    /// The entry of one image and recipe.
    static func fetch(path: [UInt8], recipe: String, from db: Database) throws -> LedgerEntry? {
        try Row.fetchOne(db, sql: "\(selection) AND recipe = ?", arguments: [Data(path), recipe]).flatMap {
            LedgerEntry($0, path: path)
        }
    }

    /// The entries of one image under all recipes.
    static func fetchAll(path: [UInt8], from db: Database) throws -> [LedgerEntry] {
        try Row.fetchAll(db.cachedStatement(sql: selection), arguments: [Data(path)]).compactMap {
            LedgerEntry($0, path: path)
        }
    }
}
