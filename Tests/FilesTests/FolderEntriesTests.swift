import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("What a folder holds")
struct FolderEntriesTests {
    private let scratch: TemporaryFolder

    init() throws { scratch = try TemporaryFolder() }

    @Test("every name, whatever its bytes and length, twice from one open folder; neither . nor ..")
    func names() throws {
        let names = ["a", ".hidden", "…", String(repeating: "n", count: 255)] + (0..<500).map { "file \($0)" }
        for name in names { try scratch.write([], to: name) }
        let folder = try FileCalls().openFolder(at: scratch.path)
        for _ in 0..<2 { #expect(try FileCalls().list(folder).map(\.string).sorted() == names.sorted()) }

        let bytes = try #require(FilePath.Component(bytes: [0xFF, 0x2E]))
        _ = try FileCalls().makeFolder(bytes, in: folder)
        #expect(try FileCalls().list(folder).contains(bytes))
    }

    @Test("what cannot be a folder is told from what may be one")
    func kinds() throws {
        try scratch.write([], to: "file")
        try FileManager.default.createDirectory(atPath: scratch.appending("folder"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: scratch.appending("link"), withDestinationPath: "folder")
        let opened = try FileCalls().openFolder(at: scratch.path)
        var entries = try FolderEntries(of: opened)
        var folders: Set<String> = []
        while let entry = try entries.next() {
            if entry.mayBeFolder { folders.insert(entry.name.string) }
        }
        // File systems that do not tell may name the file as well.
        #expect(folders.isSuperset(of: ["folder", "link"]))
    }

    @Test("all that is in it is removed, and nothing that links lead to")
    func discarding() throws {
        let keep = try TemporaryFolder()
        try keep.write([1], to: "kept")
        let deep = scratch.appending("cache/a/b/c")
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        try Data([1]).write(to: URL(filePath: deep + "/x"))
        try FileManager.default.createSymbolicLink(atPath: deep + "/link", withDestinationPath: keep.path.string)
        let cache = FilePath(scratch.appending("cache"))
        FileCalls().discardContents(of: cache)
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache.string).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: keep.path.string) == ["kept"])
        #expect(FileCalls().discard(cache) && FileCalls().discard(cache))
        #expect(!FileCalls().discard(keep.path))
    }
}
