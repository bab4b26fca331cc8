import Files
import Foundation
import Ledger
import Testing

/// What a process leaves behind that is killed is what its files hold at that moment: they are copied while it lives.
@Suite("A ledger whose process is killed")
struct KilledTests {
    private static let path = Array("/data/x.tif".utf8)
    private static let identity = FileIdentity(size: 9, modificationSeconds: 7, modificationNanoseconds: 8)

    private func begin(_ ledger: Ledger) async throws -> Int {
        try await ledger.beginAttempt(
            path: Self.path,
            recipe: "",
            identity: Self.identity,
            classifierDigest: "c",
            settingsDigest: "s"
        )
    }

    @Test("knows every attempt that had begun, life after life, whenever each of them ended")
    func attempts() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            func kill(_ life: Int) throws {
                for suffix in ["", "-wal", "-shm"] {
                    let (from, to) = (
                        folder.path(for: "life \(life)\(suffix)"), folder.path(for: "life \(life + 1)\(suffix)")
                    )
                    try FileManager.default.copyItem(atPath: from, toPath: to)
                }
            }
            // All live to the end of the test, so that none of them tidies up.
            var lives: [Ledger] = []
            for life in 0..<6 {
                let ledger = await Ledger(at: folder.path(for: "life \(life)"), report: folder.note)
                lives.append(ledger)
                #expect(try await ledger.mostDeaths() == life)
                let entry = try await ledger.lookup(path: Self.path, recipe: "")
                #expect(entry?.attempts ?? 0 == life && entry?.state ?? .running == .running)
                #expect(try await begin(ledger) == life + 1)
                try kill(life)
            }
            let last = await Ledger(at: folder.path(for: "life 6"), report: folder.note)
            try await last.suspend(path: Self.path, recipe: "", as: .waiting, attempts: 6)
            lives.append(last)
            try kill(6)
            let after = await Ledger(at: folder.path(for: "life 7"), report: folder.note)
            #expect(try await after.mostDeaths() == 0, "it lived on after the last attempt")
            #expect(try await after.lookup(path: Self.path, recipe: "")?.attempts == 6)
            #expect(try await begin(after) == 7)
            #expect(folder.notices.isEmpty && lives.count == 7)
        }
    }
}
