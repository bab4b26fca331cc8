import Files
import Glibc
import Results
import Service
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images that say themselves which files belong to them")
struct ToldSetTests {
    private func set(_ quiet: Duration = .seconds(3600), isDaemon: Bool = true) async throws -> SetOfFiles {
        try await SetOfFiles(
            together: nil,
            quiet: quiet,
            worker: ScriptedWorker([.finish], tellsSets: true),
            isDaemon: isDaemon
        )
    }

    private let text = "set: a.ome.tif b.ome.tif +c.companion.ome"

    @Test("all files are waited for, in whatever order they come")
    func waits() async throws {
        let set = try await set()
        try set.write("b.ome.tif", text)
        #expect(try await set.arrive("b.ome.tif") == "waits for files")
        try set.write("c.companion.ome")
        #expect(await set.look("b.ome.tif") == "waits for files")
        try set.write("a.ome.tif", text)
        #expect(try await set.arrive("a.ome.tif") == "done")
        #expect(await set.look("b.ome.tif", isSuspect: false) == "part of a.ome.tif")
        let job = try #require(set.worker.jobs.first)
        #expect(set.worker.jobs.count == 1)
        #expect((job.imageName, job.imagePlace) == ("a.ome.tif", [:]))
        #expect(job.members.map(\.name) == ["b.ome.tif", "c.companion.ome"])
        #expect(job.members.allSatisfy { $0.place == nil })
        let image = try #require(try set.summary("a")).image
        #expect((image.together, image.missing) == (nil, nil))
        #expect(image.members?.map(\.name) == ["b.ome.tif", "c.companion.ome"])
        #expect(try set.isSettled("a.ome.tif") && set.isSettled("b.ome.tif"))
        #expect(try set.summaries() == ["a_summary.json"])
    }

    @Test("what does not come is missing, and makes the image due again when it comes")
    func missing() async throws {
        var set = try await set(.zero)
        try set.write("a.ome.tif", text)
        try set.write("b.ome.tif", text)
        #expect(try await set.arrive("b.ome.tif") == "part of a.ome.tif")
        #expect(try await set.arrive("a.ome.tif") == "done")
        #expect(try set.summary("a")?.image.missing == ["c.companion.ome"])
        set.restart()
        #expect(await set.look("a.ome.tif", isSuspect: false) == "up to date")
        #expect(try !set.isSettled("a.ome.tif"), "no event tells of a companion")
        try set.write("c.companion.ome")
        #expect(await set.look("a.ome.tif", isSuspect: false) == "done")
        #expect(try set.summary("a")?.image.missing == nil)
        #expect(try set.isSettled("a.ome.tif"))
        try set.write("c.companion.ome", "other")
        #expect(try !set.isSettled("a.ome.tif"))
        #expect(await set.look("a.ome.tif", isSuspect: false) == "done")
    }

    @Test("without its first file the image is called after the next, until that comes")
    func lateFirst() async throws {
        let set = try await set(.zero)
        for name in ["b.ome.tif", "c.companion.ome"] { try set.write(name, text) }
        #expect(try await set.arrive("b.ome.tif") == "done")
        #expect(try set.summary("b")?.image.missing == ["a.ome.tif"])
        try set.write("a.ome.tif", text)
        #expect(try await set.arrive("a.ome.tif") == "done")
        #expect(try set.summaries() == ["a_summary.json"])
        #expect(await set.look("b.ome.tif", isSuspect: false) == "part of a.ome.tif")
    }

    @Test(
        "files below the folder are opened, and nothing outside of it",
        arguments: [
            "../b.tif", "/etc/passwd", "x/../../b.tif",
        ]
    )
    func outside(name: String) async throws {
        let set = try await set(.zero)
        try set.acquisition.folder.write(Array("b".utf8), to: "b.tif")
        try set.write("a.tif", "set: a.tif \(name)")
        #expect(try await set.arrive("a.tif") == "failed: unsupported_fileset")
        #expect(set.worker.jobs.isEmpty && set.worker.members.isEmpty)
        #expect(try set.summary("a")?.error?.message.contains("must lie in its folder") == true)
    }

    @Test("a link that leads out of the watched folder counts as missing")
    func link() async throws {
        let set = try await set(.zero)
        try set.acquisition.folder.makeFolder("in/raw")
        try set.acquisition.folder.write(Array("b".utf8), to: "b.tif")
        #expect(symlink("../../b.tif", set.acquisition.folder.path("in/raw/b.tif").string) == 0)
        try set.write("a.tif", "set: a.tif raw/b.tif raw/c.tif")
        try set.write("raw/c.tif")
        #expect(try await set.arrive("a.tif") == "done")
        let image = try #require(try set.summary("a")).image
        #expect(image.missing == ["raw/b.tif"])
        #expect(image.members?.map(\.name) == ["c.tif"])
        #expect(image.members?.first?.folder == set.acquisition.folder.path("in/raw").string)
        #expect(try await set.arrive("a.tif") == "up to date")
    }

    @Test("run waits for nothing")
    func run() async throws {
        let set = try await set(isDaemon: false)
        try set.write("a.ome.tif", text)
        #expect(await set.look("a.ome.tif") == "done")
        try set.write("b.ome.tif", text)
        #expect(await set.look("b.ome.tif") == "part of a.ome.tif")
        #expect(await set.look("a.ome.tif") == "done")
    }

    @Test("where only a companion tells, it is asked")
    func companion() async throws {
        let set = try await set()
        try set.write("b.tif", "set: b.tif +c.companion.ome")
        #expect(try await set.arrive("b.tif") == "waits for files")
        try set.write("c.companion.ome", "set: a.tif b.tif")
        try set.write("a.tif", "set: a.tif +c.companion.ome")
        #expect(try await set.arrive("a.tif") == "done")
        #expect(set.worker.jobs.map { $0.members.map(\.name) } == [["b.tif", "c.companion.ome"]])
    }

    @Test("an image that nobody can complete is refused as the worker refuses it")
    func unknownName() async throws {
        let set = try await set(.zero)
        try set.write("renamed.tif", "set: a.tif b.tif")
        #expect(try await set.arrive("renamed.tif") == "failed: unsupported_fileset")
        #expect(try await set.arrive("renamed.tif") == "up to date")
    }
}
