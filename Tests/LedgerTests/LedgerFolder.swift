import Foundation
import Ledger
import Synchronization
import TestSupport
import Testing

/// A folder for one test, and the notices its ledger gave.
final class LedgerFolder: Sendable {
    private let folder: TemporaryFolder
    private let noted = Mutex<[LedgerNotice]>([])

    init() throws {
        folder = try TemporaryFolder()
    }

    var notices: [LedgerNotice] { noted.withLock(\.self) }

    var note: @Sendable (LedgerNotice) -> Void {
        { notice in self.noted.withLock { $0.append(notice) } }
    }

    func path(for name: String) -> String { folder.appending(name) }

    /// What made the table of images in the first version, for databases that SQLite alone makes.
    static let firstVersion = """
        CREATE TABLE image (path BLOB NOT NULL, recipe TEXT NOT NULL, size INTEGER NOT NULL, \
        modificationSeconds INTEGER NOT NULL, modificationNanoseconds INTEGER NOT NULL, digest TEXT, \
        state TEXT NOT NULL, attempts INTEGER NOT NULL, classifierDigest TEXT, settingsDigest TEXT, \
        summaryPath BLOB, updated INTEGER NOT NULL, PRIMARY KEY (path, recipe)) WITHOUT ROWID
        """

    /// Lets another process work on the database.
    func python(_ script: String, _ argument: String) throws {
        let python = try ChildProcess(["/usr/bin/python3", "-c", script + "\nc.commit();c.close()", argument])
        #expect(python.wait() == 0)
    }
}

/// Calls `body` with a new folder, which is removed afterwards.
func withLedgerFolder(_ body: (LedgerFolder) async throws -> Void) async throws {
    try await body(try LedgerFolder())
}
