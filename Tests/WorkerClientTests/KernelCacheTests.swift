import Foundation
import Glibc
import TestSupport
import Testing
import WorkerClient

@Suite("Folders of compiled kernels")
struct KernelCacheTests {
    private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test("one among the temporary files stays as long as it is used, and is removed by the next process after that")
    func temporary() throws {
        var used: KernelCache? = .temporary()
        let folder = try #require(used?.folder)
        let path = "\(folder)"
        try Data(count: 10).write(to: URL(filePath: path).appending(path: "kernel.so"))
        // Made by others, or by hand: no mark.
        let other = try TemporaryFolder()
        let foreign = other.url.deletingLastPathComponent().appending(
            path: "segmentd-kernels-\(UInt32.random(in: 0 ... .max))"
        )
        try FileManager.default.createDirectory(at: foreign, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: foreign) }
        KernelCache.sweep()
        #expect(Self.isThere(path) && Self.isThere(foreign.path))
        // As if the process had been killed.
        used = nil
        KernelCache.sweep()
        // A program that another test starts at this moment holds a copy of the lock until it begins.
        for _ in 0..<100 where Self.isThere(path) {
            usleep(20_000)
            KernelCache.sweep()
        }
        #expect(!Self.isThere(path) && Self.isThere(foreign.path))
    }

    @Test("what PoCL left of earlier processes is removed after a day; compiled kernels stay")
    func tidy() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.appending("scratch"), withIntermediateDirectories: false)
        for name in ["tempfile_a", "kernel.so", "scratch/x"] { try folder.write([], to: name) }
        let cache = KernelCache(folder: folder.path)
        cache.tidy()
        #expect(try folder.names() == ["kernel.so", "scratch", "tempfile_a"])
        cache.tidy(at: Int64(time(nil)) + 86_500)
        #expect(try folder.names() == ["kernel.so", "scratch"])
        #expect(try folder.names(in: "scratch").isEmpty)
    }
}
