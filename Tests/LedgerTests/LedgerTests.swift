import Files
import Foundation
import Ledger
import Testing

@Suite("Ledger")
struct LedgerTests {
    private static let identity = FileIdentity(size: 9, modificationSeconds: -7, modificationNanoseconds: 999_999_999)
    /// Not UTF-8.
    private static let path: [UInt8] = Array("/data/".utf8) + [0xFF, 0xFE] + Array(".tif".utf8)

    private func entry(_ recipe: String = "", state: LedgerState = .done) -> LedgerEntry {
        LedgerEntry(
            path: Self.path,
            recipe: recipe,
            identity: Self.identity,
            digest: "ab",
            state: state,
            attempts: 2,
            classifierDigest: "cd",
            settingsDigest: "ef"
        )
    }

    @Test("keeps entries across reopening, byte for byte")
    func persistence() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            do {
                let ledger = await Ledger(at: file, report: folder.note)
                try await ledger.record(entry())
                try await ledger.record(entry("cells", state: .failed))
                try await ledger.record(entry("cells", state: .parked))
            }
            let ledger = await Ledger(at: file, report: folder.note)
            var found = try #require(try await ledger.lookup(path: Self.path, recipe: ""))
            #expect(found.updated > 1_700_000_000)
            #expect(found.path == Self.path)
            #expect(found.identity == Self.identity && found.attempts == 2 && found.digest == "ab")
            #expect(found.classifierDigest == "cd" && found.settingsDigest == "ef" && found.state == .done)
            found = try #require(try await ledger.lookup(path: Self.path, recipe: "cells"))
            #expect(found.state == .parked)
            #expect(try await ledger.counts() == [.done: 1, .parked: 1])
            #expect(folder.notices.isEmpty)
        }
    }

    @Test("reads and goes on with the database of the first version, made by SQLite alone")
    func earlierDatabase() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            try folder.python(
                """
                import sqlite3,sys; c=sqlite3.connect(sys.argv[1])
                c.executescript('\(LedgerFolder.firstVersion);'
                    'CREATE TABLE content (path BLOB NOT NULL PRIMARY KEY, size INTEGER NOT NULL, '
                    'modificationSeconds INTEGER NOT NULL, modificationNanoseconds INTEGER NOT NULL, '
                    'inode INTEGER NOT NULL, changeNanoseconds INTEGER NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;'
                    'PRAGMA user_version = 1')
                path = b'/data/\\xff\\xfe.tif'
                c.execute('INSERT INTO image VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
                    (path, 'cells', 9, -7, 999999999, 'ab', 'running', 3, 'cd', 'ef', path, 1700000001))
                c.execute('INSERT INTO content VALUES (?,?,?,?,?,?,?)', (path, 9, -7, 999999999, -1, -4000000001, 'gh'))
                """,
                file
            )
            let ledger = await Ledger(at: file, report: folder.note)
            let found = try #require(try await ledger.lookup(path: Self.path, recipe: "cells"))
            #expect(found.identity == Self.identity && found.digest == "ab" && found.updated == 1_700_000_001)
            #expect(found.state == .running && found.attempts == 3)
            #expect(found.classifierDigest == "cd" && found.settingsDigest == "ef")
            let state = FileState(
                identity: Self.identity,
                device: 3,
                inode: .max,
                changeSeconds: -5,
                changeNanoseconds: 999_999_999
            )
            #expect(try await ledger.content(path: Self.path) == KnownContent(of: state, digest: "gh"))
            let attempt = try await ledger.beginAttempt(
                path: Self.path,
                recipe: "cells",
                identity: Self.identity,
                classifierDigest: "cd",
                settingsDigest: "ef"
            )
            #expect(attempt == 4 && folder.notices.isEmpty)
        }
    }

    @Test("forgets one recipe or all")
    func forgetting() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let ledger = await Ledger(at: folder.path(for: "l"), report: folder.note)
            for recipe in ["a", "b", "c"] { try await ledger.record(entry(recipe)) }
            try await ledger.forget(path: Self.path, recipe: "b")
            #expect(try await ledger.lookup(path: Self.path, recipe: "b") == nil)
            #expect(try await ledger.counts() == [.done: 2])
            try await ledger.forget(path: Self.path)
            #expect(try await ledger.counts() == [:])
        }
    }

    @Test("counts attempts on the same content, classifier and settings, and starts anew with others")
    func attempts() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let ledger = await Ledger(at: folder.path(for: "l"), report: folder.note)
            func attempt(_ size: Int64, _ classifier: String, _ settings: String = "s") async throws -> Int {
                var identity = Self.identity
                identity.size = size
                return try await ledger.beginAttempt(
                    path: Self.path,
                    recipe: "",
                    identity: identity,
                    classifierDigest: classifier,
                    settingsDigest: settings
                )
            }
            #expect(try await attempt(1, "x") == 1)
            #expect(try await attempt(1, "x") == 2)
            #expect(try await attempt(1, "x") == 3)
            #expect(try await attempt(1, "y") == 1)
            #expect(try await attempt(1, "y", "t") == 1)
            #expect(try await attempt(1, "y", "t") == 2)
            #expect(try await attempt(2, "y", "t") == 1)
            #expect(try await ledger.counts() == [.running: 1])
        }
    }

    @Test(
        "moves a file aside that is no database, and begins an empty one",
        arguments: [
            "", "not a database at all, but longer than the header of one: " + String(repeating: "x", count: 9_000),
        ]
    )
    func garbage(content: String) async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            try Data(content.utf8).write(to: URL(fileURLWithPath: file))
            let ledger = await Ledger(at: file, report: folder.note)
            try await ledger.record(entry())
            #expect(try await ledger.counts() == [.done: 1])
            if content.isEmpty {
                // SQLite takes an empty file for an empty database.
                #expect(folder.notices.isEmpty)
            } else {
                #expect(folder.notices.count == 1)
                #expect(try Data(contentsOf: URL(fileURLWithPath: file + ".damaged")) == Data(content.utf8))
            }
        }
    }

    @Test("moves a database of another program or version aside")
    func foreignDatabase() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            do {
                let ledger = await Ledger(at: file, report: folder.note)
                try await ledger.record(entry())
            }
            try folder.python(
                "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('pragma user_version=77')",
                file
            )
            let ledger = await Ledger(at: file, report: folder.note)
            #expect(try await ledger.counts() == [:])
            #expect(folder.notices.map(\.description).contains { $0.contains("version 77") })
        }
    }

    @Test("finds damage inside the file at opening")
    func damagedPages() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            do {
                let ledger = await Ledger(at: file, report: folder.note)
                for number in 0..<500 { try await ledger.record(entry("recipe \(number)")) }
            }
            var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            try #require(bytes.count > 20_000)
            bytes.replaceSubrange(5_000..<15_000, with: Data(repeating: 0xA5, count: 10_000))
            try bytes.write(to: URL(fileURLWithPath: file))
            let ledger = await Ledger(at: file, report: folder.note)
            #expect(try await ledger.counts() == [:])
            #expect(folder.notices.count == 1)
        }
    }

    @Test("replaces a database that is damaged while it is open, once for all who meet the damage")
    func damageWhileOpen() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            let ledger = await Ledger(at: file, report: folder.note)
            try await ledger.record(entry())
            try folder.python("import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('drop table image')", file)
            try await withThrowingTaskGroup { group in
                for number in 0..<20 {
                    group.addTask { try await ledger.record(entry("recipe \(number)")) }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.counts() == [.done: 20])
            #expect(folder.notices.count == 1)
        }
    }

    @Test("goes on in memory where no file can be kept")
    func inMemory() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let ledger = await Ledger(at: folder.path(for: "no such folder/ledger"), report: folder.note)
            try await ledger.record(entry())
            #expect(try await ledger.counts() == [.done: 1])
            #expect(folder.notices.count == 1)
        }
    }

    @Test("keeps what is known of the content of files, apart from the entries")
    func content() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let state = FileState(
                identity: Self.identity,
                device: 3,
                inode: .max,
                changeSeconds: -5,
                changeNanoseconds: 999_999_999
            )
            let file = folder.path(for: "l")
            do {
                let ledger = await Ledger(at: file, report: folder.note)
                #expect(try await ledger.content(path: Self.path) == nil)
                try await ledger.note(KnownContent(of: state, digest: "a"), path: Self.path)
                try await ledger.note(KnownContent(of: state, digest: "b"), path: Self.path)
            }
            let ledger = await Ledger(at: file, report: folder.note)
            #expect(try await ledger.content(path: Self.path) == KnownContent(of: state, digest: "b"))
            let known = try #require(await ledger.content(path: Self.path))
            var other = state
            other.device += 1
            #expect(known.isContent(of: state) && known.isContent(of: other))
            other.changeNanoseconds -= 1
            #expect(!known.isContent(of: other))
            #expect(try await ledger.counts() == [:] && folder.notices.isEmpty)
        }
    }

    @Test("takes many writers at once")
    func concurrency() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let ledger = await Ledger(at: folder.path(for: "l"), report: folder.note)
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await ledger.beginAttempt(
                            path: Self.path,
                            recipe: "",
                            identity: Self.identity,
                            classifierDigest: nil,
                            settingsDigest: nil
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...50))
        }
    }
}
