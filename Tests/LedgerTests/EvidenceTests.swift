import Files
import Foundation
import Ledger
import Testing

@Suite("What the ledger knows of files")
struct EvidenceTests {
    private static let image = state(size: 9, inode: .max)
    private static let summary = state(size: 1_200, inode: 12)
    private static let path = Array("/data/x.tif".utf8)

    private static func state(size: Int64, inode: UInt64) -> FileState {
        FileState(
            identity: FileIdentity(size: size, modificationSeconds: -7, modificationNanoseconds: 999_999_999),
            device: 3,
            inode: inode,
            changeSeconds: -5,
            changeNanoseconds: 999_999_999
        )
    }

    private func entry(_ recipe: String = "", path: [UInt8] = Self.path) -> LedgerEntry {
        LedgerEntry(
            path: path,
            recipe: recipe,
            identity: Self.image.identity,
            state: .done,
            attempts: 1,
            classifierDigest: "cd",
            settingsDigest: "ef",
            evidence: LedgerEntry.Evidence(
                image: Self.image,
                summaryPath: Array("/data/".utf8) + [0xFF] + Array("_summary.json".utf8),
                summary: Self.summary
            )
        )
    }

    @Test("the two files that settle an image are kept across reopening, each recipe's own")
    func evidence() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "l")
            do {
                let ledger = await Ledger(at: file, report: folder.note)
                try await ledger.record(entry("a"))
                try await ledger.record(entry("b"))
                try await ledger.record(entry("a", path: Array("/data/x.tif2".utf8)))
            }
            let ledger = await Ledger(at: file, report: folder.note)
            let known = ledger.known(path: Self.path)
            #expect(known.own == nil && Set(known.entries.map(\.recipe)) == ["a", "b"])
            for found in known.entries {
                let evidence = try #require(found.evidence)
                #expect(evidence == entry().evidence)
                #expect(evidence.image.fits(Self.image) && evidence.summary.fits(Self.summary))
                #expect(found.classifierDigest == "cd" && found.settingsDigest == "ef" && found.state == .done)
                var other = Self.summary
                other.device += 1
                #expect(evidence.summary.fits(other), "a device may have another number after a restart")
                other.changeNanoseconds -= 1
                #expect(!evidence.summary.fits(other))
            }
        }
    }

    @Test("an attempt that begins takes away what was known to hold")
    func begun() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let ledger = await Ledger(at: folder.path(for: "l"), report: folder.note)
            try await ledger.record(entry())
            _ = try await ledger.beginAttempt(
                path: Self.path,
                recipe: "",
                identity: Self.image.identity,
                classifierDigest: "cd",
                settingsDigest: "ef"
            )
            #expect(ledger.known(path: Self.path).entries.map(\.evidence) == [nil])
            #expect(try await ledger.mostDeaths() == 1)
        }
    }

    @Test("a database of the first version, made by SQLite alone, gets what it lacks, and keeps what it has")
    func earlierDatabase() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            try folder.python(
                """
                import sqlite3,sys; c=sqlite3.connect(sys.argv[1])
                c.executescript('\(LedgerFolder.firstVersion);'
                    'PRAGMA user_version = 1')
                c.execute('INSERT INTO image VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
                    (b'/data/x.tif', 'cells', 9, -7, 999999999, 'ab', 'done', 3, 'cd', 'ef', b'/data/x.json', 1))
                """,
                file
            )
            do {
                let ledger = await Ledger(at: file, report: folder.note)
                let known = ledger.known(path: Self.path)
                #expect(known.entries.map(\.attempts) == [3] && known.entries.map(\.evidence) == [nil])
                try await ledger.record(entry())
            }
            let ledger = await Ledger(at: file, report: folder.note)
            #expect(try await ledger.lookup(path: Self.path, recipe: "")?.evidence == entry().evidence)
            #expect(try await ledger.lookup(path: Self.path, recipe: "cells")?.digest == "ab")
            #expect(folder.notices.isEmpty)
            // An earlier version of the program still finds its own.
            try folder.python(
                """
                import sqlite3,sys; c=sqlite3.connect(sys.argv[1])
                assert c.execute('PRAGMA user_version').fetchone()[0] == 1
                assert c.execute('SELECT digest FROM image WHERE recipe = ?', ('cells',)).fetchall() == [('ab',)]
                c.execute('INSERT OR REPLACE INTO image (path, recipe, size, modificationSeconds, '
                    'modificationNanoseconds, digest, state, attempts, classifierDigest, settingsDigest, updated) '
                    'VALUES (?,?,?,?,?,?,?,?,?,?,?)', (b'/data/x.tif', '', 9, 1, 1, 'zz', 'running', 1, '', '', 1))
                """,
                file
            )
            #expect(ledger.known(path: Self.path).entries.first { $0.recipe.isEmpty }?.evidence == nil)
        }
    }

    @Test("outputs of ours are known by their looks, and what is gone is forgotten, all of it")
    func ownAndGone() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let ledger = await Ledger(at: folder.path(for: "l"), report: folder.note)
            let paths = (0..<10).map { Array("/data/\($0).tif".utf8) }
            for path in paths[..<5] {
                try await ledger.record(entry(path: path))
                try await ledger.record(entry("b", path: path))
                try await ledger.note(KnownContent(of: Self.image, digest: "a"), path: path)
            }
            for path in paths[5..<9] { try await ledger.noteOwn(Self.image, path: path) }
            try await ledger.note(KnownContent(of: Self.image, digest: "a"), path: paths[9])
            #expect(ledger.known(path: paths[5]).own?.fits(Self.image) == true)
            #expect(ledger.known(path: paths[4]).own == nil)
            var (found, last): ([[UInt8]], [UInt8]) = ([], [])
            while case let more = try await ledger.paths(after: last, limit: 3), let end = more.last {
                #expect(more.count <= 3)
                found += more
                last = end
            }
            #expect(found == paths)
            try await ledger.forget(Array(paths[2...8]))
            #expect(try await ledger.paths(after: [], limit: 100) == [paths[0], paths[1], paths[9]])
            #expect(try await ledger.counts() == [.done: 4])
        }
    }
}
