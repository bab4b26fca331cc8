import Files
import Foundation
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images whose files belong together by their names")
struct NamedSetTests {
    @Test("two channels are one image in whatever order they come, called after the first", arguments: [true, false])
    func anyOrder(isInOrder: Bool) async throws {
        let set = try await SetOfFiles()
        let names = isInOrder ? ["x_C1.tif", "x_C2.tif"] : ["x_C2.tif", "x_C1.tif"]
        try set.write(names[0])
        #expect(try await set.arrive(names[0]) == "waits for files")
        try set.write(names[1])
        #expect(try await set.arrive(names[1]) == (isInOrder ? "part of x_C1.tif" : "done"))
        #expect(await set.look("x_C1.tif") == (isInOrder ? "done" : "up to date"))
        #expect(try set.summaries() == ["x_C1_summary.json"])
        let job = try #require(set.worker.jobs.first)
        #expect(set.worker.jobs.count == 1)
        #expect((job.imageName, job.imagePlace) == ("x_C1.tif", ["C": 0]))
        #expect(job.members.map(\.name) == ["x_C2.tif"] && job.members.map(\.place) == [["C": 1]])

        let image = try #require(try set.summary("x_C1")).image
        let member = try #require(image.members?.first)
        #expect((image.together, member.name, member.folder) == ("{name}_C{channel}.tif", "x_C2.tif", nil))
        #expect(member.size == 9)
        // Of sha256sum.
        #expect(member.sha256 == "7b449262bbdd6f72bab8980e198c5e2eac1e174a9e1c4edf24f74d69d62ce2a9")
    }

    @Test("a set that only time completes is done when nothing came for so long")
    func quiet() async throws {
        var set = try await SetOfFiles(together: "{name}_z{z}.tif", quiet: .zero)
        for name in ["x_z10.tif", "x_z9.tif"] { try set.write(name) }
        #expect(try await set.arrive("x_z10.tif") == "part of x_z9.tif")
        #expect(try await set.arrive("x_z9.tif") == "done")
        #expect(set.worker.jobs.first?.members.map(\.name) == ["x_z10.tif"])
        set.acquisition.settings.setQuiet = .seconds(3600)
        try set.write("y_z1.tif")
        #expect(try await set.arrive("y_z1.tif") == "waits for files")
        #expect(try set.summaries() == ["x_z9_summary.json"])
    }

    @Test("a file that somebody has open for writing is waited for")
    func written() async throws {
        let set = try await SetOfFiles(quiet: .zero)
        for name in ["x_C1.tif", "x_C2.tif"] { try set.write(name) }
        let writer = try FileDescriptor.open(set.acquisition.folder.path("in/x_C2.tif"), .writeOnly)
        #expect(try await set.arrive("x_C1.tif") == "waits for files")
        try writer.close()
        #expect(await set.look("x_C1.tif") == "done")
    }

    @Test("a file that comes late, changes or goes makes the image due again")
    func late() async throws {
        let set = try await SetOfFiles(quiet: .zero)
        try set.write("x_C1.tif")
        #expect(try await set.arrive("x_C1.tif") == "done")
        #expect(try set.summary("x_C1")?.image.members == [])
        #expect(try set.isSettled("x_C1.tif"))

        try set.write("x_C2.tif")
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        #expect(try !set.isSettled("x_C1.tif"), "its result is that of other files")
        #expect(await set.look("x_C1.tif") == "done")
        #expect(try set.isSettled("x_C1.tif") && set.isSettled("x_C2.tif"))
        #expect(try set.summary("x_C1")?.revision == 2)

        try set.write("x_C2.tif", "other")
        #expect(try !set.isSettled("x_C1.tif") && !set.isSettled("x_C2.tif"))
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        #expect(await set.look("x_C1.tif") == "done")

        try set.acquisition.folder.remove("in/x_C2.tif")
        #expect(try !set.isSettled("x_C1.tif"))
        #expect(await set.look("x_C1.tif", isSuspect: false) == "done")
        #expect(set.worker.members.map(\.count) == [0, 1, 1, 0])
    }

    @Test("what has the same content stays, wherever its files were copied to")
    func touched() async throws {
        let set = try await SetOfFiles()
        for name in ["x_C1.tif", "x_C2.tif"] { try set.write(name) }
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        #expect(try await set.arrive("x_C1.tif") == "done")
        try set.acquisition.folder.touch("in/x_C2.tif", seconds: 1_234_567_890)
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        #expect(await set.look("x_C1.tif") == "up to date")
        #expect(set.worker.jobs.count == 1)
    }

    @Test("a file that becomes the first takes the image over: one image has one result")
    func newFirst() async throws {
        let set = try await SetOfFiles(quiet: .zero)
        for name in ["x_C2.tif", "x_C3.tif"] { try set.write(name) }
        #expect(try await set.arrive("x_C3.tif") == "part of x_C2.tif")
        #expect(try await set.arrive("x_C2.tif") == "done")
        try set.write("x_C1.tif")
        #expect(try await set.arrive("x_C1.tif") == "done")
        let names = ["x_C1.tif", "x_C1_classes.tif", "x_C1_summary.json", "x_C2.tif", "x_C3.tif"]
        #expect(try set.acquisition.names() == names)
        #expect(await set.look("x_C2.tif", isSuspect: false) == "part of x_C1.tif")
        for name in ["x_C1.tif", "x_C2.tif", "x_C3.tif"] { #expect(try set.isSettled(name)) }
    }

    @Test("without the first file the next one is the first, once")
    func firstGone() async throws {
        let set = try await SetOfFiles(quiet: .zero)
        for name in ["x_C1.tif", "x_C2.tif", "x_C3.tif"] { try set.write(name) }
        for name in ["x_C3.tif", "x_C2.tif"] { #expect(try await set.arrive(name) == "part of x_C1.tif") }
        #expect(try await set.arrive("x_C1.tif") == "done")
        try set.acquisition.folder.remove("in/x_C1.tif")
        #expect(try !set.isSettled("x_C2.tif"))
        #expect(await set.look("x_C1.tif") == nil)
        #expect(try await set.arrive("x_C3.tif") == "part of x_C2.tif")
        #expect(try await set.arrive("x_C2.tif") == "done")
        for name in ["x_C2.tif", "x_C3.tif"] { #expect(try set.isSettled(name)) }
    }

    @Test("another life of the daemon does no work twice, and none is forgotten")
    func restart() async throws {
        var set = try await SetOfFiles(quiet: .zero)
        for name in ["x_C1.tif", "x_C2.tif"] { try set.write(name) }
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        #expect(try await set.arrive("x_C1.tif") == "done")
        set.restart()
        // What a killed process left is swept once a life.
        #expect(await set.look("x_C1.tif", isSuspect: false) == "up to date")
        #expect(try set.isSettled("x_C1.tif") && set.isSettled("x_C2.tif"))
        // Killed between the arrival of a file and its image.
        try set.write("x_C2.tif", "other")
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        set.restart()
        #expect(await set.look("x_C1.tif", isSuspect: false) == "done")
        #expect(set.worker.jobs.count == 2)
    }

    @Test("a result is not put in place when a file has changed meanwhile")
    func changed() async throws {
        let box = Box()
        let set = try await SetOfFiles(worker: ScriptedWorker([.disturb { try box.act() }, .finish]))
        for name in ["x_C1.tif", "x_C2.tif"] { try set.write(name) }
        box.set { try set.write("x_C2.tif", "other") }
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        #expect(try await set.arrive("x_C1.tif") == "changed")
        #expect(try set.summaries() == [])
        #expect(try await set.arrive("x_C2.tif") == "part of x_C1.tif")
        #expect(await set.look("x_C1.tif") == "done")
    }

    @Test("results beside the files, and files of other images, belong to none")
    func neighbours() async throws {
        let set = try await SetOfFiles(together: "{name}_{channel}.tif", quiet: .zero)
        for name in ["x_1.tif", "x_2.tif", "y_1.tif", "alone.tif"] { try set.write(name) }
        for (name, word) in [("x_2.tif", "part of x_1.tif"), ("x_1.tif", "done"), ("y_1.tif", "done")] {
            #expect(try await set.arrive(name) == word)
        }
        #expect(try await set.arrive("alone.tif") == "done")
        #expect(try set.summary("alone")?.image.members == nil)
        #expect(try await set.arrive("x_1_classes.tif") == nil)
        try set.write("x_3.tif")
        #expect(try await set.arrive("x_3.tif") == "part of x_1.tif")
        #expect(await set.look("x_1.tif") == "done")
        #expect(set.worker.jobs.last?.members.map(\.name) == ["x_2.tif", "x_3.tif"])
    }

    @Test("two files with one place are refused by name")
    func clash() async throws {
        let set = try await SetOfFiles(together: "{name}_w{channel:1digits}*.tif", quiet: .zero)
        for name in ["x_w1A.tif", "x_w1B.tif"] { try set.write(name) }
        #expect(try await set.arrive("x_w1A.tif") == "failed: ambiguous_set")
        let message = try #require(try set.summary("x_w1A")?.error?.message)
        #expect(message.contains("x_w1A.tif") && message.contains("x_w1B.tif"))
    }

    @Test("run takes what is there, once, whichever files are named")
    func run() async throws {
        let set = try await SetOfFiles(isDaemon: false)
        for name in ["x_C1.tif", "x_C2.tif", "x_C3.tif", "y.tif"] { try set.write(name) }
        let folder = set.acquisition.folder.path("in")
        func found(_ paths: [FilePath]) throws -> [String?] {
            try BatchItems.find(paths, recursive: true) { _, _ throws(Failure) in set.acquisition.settings }
                .map { $0.path.lastComponent?.string }.sorted { ($0 ?? "") < ($1 ?? "") }
        }
        #expect(try found([folder]) == ["x_C1.tif", "y.tif"])
        #expect(try found([folder.appending("x_C3.tif"), folder.appending("x_C2.tif")]) == ["x_C1.tif"])
        let writer = try FileDescriptor.open(folder.appending("x_C3.tif"), .writeOnly)
        #expect(await set.look("x_C1.tif") == "waits for files", "this call is over, another one may succeed")
        try writer.close()
        #expect(await set.look("x_C1.tif") == "done")
        #expect(set.worker.jobs.first?.members.count == 2)
        let command = try #require(try set.summary("x_C1")?.reproduce)
        #expect(command.contains(" '--together={name}_C{channel}.tif' "))
        #expect(command.hasSuffix("in/x_C1.tif"))
    }
}

/// Something to do that is known later.
final class Box: Sendable {
    private let work = NSLock()
    nonisolated(unsafe) private var body: (@Sendable () throws -> Void)?

    func set(_ body: @escaping @Sendable () throws -> Void) { work.withLock { self.body = body } }

    func act() throws { try work.withLock { body }?() }
}
