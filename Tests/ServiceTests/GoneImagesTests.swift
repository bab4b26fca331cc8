import Files
import Foundation
import Ledger
import Service
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite("What the ledger forgets")
struct GoneImagesTests {
    private let folder: TemporaryFolder
    private let settings: FolderSettings

    init() throws {
        folder = try TemporaryFolder()
        settings = FolderSettings(path: try folder.makeFolder("in"), recipes: [])
        for name in ["a", "b", "c"] { try folder.write([1], to: "in/\(name).tif") }
    }

    /// A ledger that knows `names`, and what is looked after in it.
    private func sweep(_ names: [String]) async throws -> (Ledger, GoneImages) {
        let ledger = await Ledger(at: folder.appending("ledger.sqlite")) { Issue.record("\($0)") }
        for name in names {
            try await ledger.record(
                LedgerEntry(
                    path: path(name),
                    recipe: "",
                    identity: FileIdentity(size: 1, modificationSeconds: 1, modificationNanoseconds: 1),
                    state: .done,
                    attempts: 1
                )
            )
        }
        return (ledger, GoneImages(ledger: ledger, folders: FoldersInForce([settings])))
    }

    private func path(_ name: String) -> [UInt8] { Array(folder.appending("in/\(name).tif").utf8) }

    @Test("is what was deleted, in bounded steps, round after round")
    func deleted() async throws {
        let many = (0..<450).map { "gone \($0)" }
        let (ledger, gone) = try await sweep(["a", "b", "c"] + many)
        try folder.remove("in/b.tif")
        var steps = 0
        while await gone.lookAtNext() { steps += 1 }
        #expect(steps == 3)
        #expect(try await ledger.paths(after: [], limit: 1_000) == [path("a"), path("c")])
        try folder.remove("in/c.tif")
        while await gone.lookAtNext() {}
        #expect(try await ledger.paths(after: [], limit: 1_000) == [path("a")])
    }

    @Test("is nothing of a folder that is missing, is another, or has nothing mounted on it")
    func unmounted() async throws {
        let (ledger, gone) = try await sweep(["a", "b", "c"])
        let all = try await ledger.paths(after: [], limit: 1_000)
        let files = FileManager.default
        for _ in 0..<2 {
            try files.moveItem(atPath: folder.appending("in"), toPath: folder.appending("aside"))
            while await gone.lookAtNext() {}
            #expect(try await ledger.paths(after: [], limit: 1_000) == all)
            try folder.makeFolder("in")
            while await gone.lookAtNext() {}
            #expect(try await ledger.paths(after: [], limit: 1_000) == all)
            try files.removeItem(atPath: folder.appending("in"))
            try files.moveItem(atPath: folder.appending("aside"), toPath: folder.appending("in"))
            // From now on it has been seen with its images.
            while await gone.lookAtNext() {}
        }
        #expect(try await ledger.paths(after: [], limit: 1_000) == all)
    }

    @Test("is nothing that lies outside all folders of the configuration")
    func elsewhere() async throws {
        let (ledger, gone) = try await sweep(["a", "../elsewhere"])
        while await gone.lookAtNext() {}
        #expect(try await ledger.counts() == [.done: 2])
    }
}
