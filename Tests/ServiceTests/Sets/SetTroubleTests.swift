import Files
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images in several files that go wrong")
struct SetTroubleTests {
    private static let most = RetryPolicy().most

    private func set(
        _ acts: [ScriptedWorker.Act] = [.finish],
        quiet: Duration = .seconds(3600),
        isDaemon: Bool = true,
        diesTelling: Bool = false
    ) async throws -> SetOfFiles {
        try await SetOfFiles(
            together: nil,
            quiet: quiet,
            worker: ScriptedWorker(acts, tellsSets: true, diesTelling: diesTelling),
            isDaemon: isDaemon
        )
    }

    @Test("an image over whose files every worker dies is given up", arguments: [true, false], [true, false])
    func losses(isDaemon: Bool, diesTelling: Bool) async throws {
        let set = try await set([.die], isDaemon: isDaemon, diesTelling: diesTelling)
        for name in ["a.tif", "b.tif"] { try set.write(name, "set: a.tif b.tif") }
        // A file that is no TIFF by its name, or one that was handed out.
        if !diesTelling { #expect(try await set.arrive("b.tif") == "part of a.tif") }
        #expect(try await set.arrive("a.tif") == "later")
        for _ in 2..<Self.most { #expect(await set.look("a.tif") == "later") }
        #expect(await set.look("a.tif") == "failed: worker_lost")
        #expect(try set.summary("a")?.error?.attempts == Self.most)
        #expect(set.worker.jobs.count == (diesTelling ? 0 : Self.most))
        #expect(await set.look("a.tif", isSuspect: false) == "up to date")
    }

    @Test("the deaths of the daemon count over the files of an image, too")
    func daemonDeaths() async throws {
        var set = try await set([.die])
        for name in ["a.tif", "b.tif"] { try set.write(name, "set: a.tif b.tif") }
        #expect(try await set.arrive("b.tif") == "part of a.tif")
        for _ in 1..<Self.most {
            #expect(await set.look("a.tif") == "later")
            set.restart()
            #expect(await set.look("a.tif") == "later", "its pause goes over the restart")
        }
        #expect(await set.look("a.tif") == "failed: worker_lost")
    }

    @Test(
        "files that each call another one the first are given up by name, until they agree",
        arguments: [
            ["a.tif": "set: b.tif a.tif", "b.tif": "set: a.tif b.tif"],
            ["a.tif": "set: c.tif a.tif b.tif", "b.tif": "set: a.tif b.tif c.tif", "c.tif": "set: b.tif c.tif a.tif"],
        ]
    )
    func circle(files: [String: String]) async throws {
        let set = try await set()
        for (name, text) in files { try set.write(name, text) }
        let names = files.keys.sorted()
        for name in names { #expect(try await set.arrive(name) == "failed: unsupported_fileset") }
        #expect(try set.summary("a")?.error?.message.contains("each call the other the first") == true)
        for name in names { #expect(await set.look(name, isSuspect: false) == "up to date") }

        try set.write("b.tif", "set: \((["b.tif"] + names.filter { $0 != "b.tif" }).joined(separator: " "))")
        #expect(try await set.arrive("b.tif") == "done")
        #expect(try set.summaries() == ["b_summary.json"])
        #expect(await set.look("a.tif", isSuspect: false) == "part of b.tif")
    }

    @Test("a file whose first does not name it is not lost in silence", arguments: ["", "set: a.tif c.tif"])
    func unnamed(first: String) async throws {
        let set = try await set(quiet: .zero)
        try set.write("a.tif", first)
        try set.write("b.tif", "set: a.tif b.tif")
        let writer = try FileDescriptor.open(set.acquisition.folder.path("in/a.tif"), .writeOnly)
        #expect(try await set.arrive("b.tif") == "waits for files", "what it says when it is whole counts")
        try writer.close()
        #expect(try await set.arrive("b.tif") == "failed: unsupported_fileset")
        let message = try #require(try set.summary("b")?.error?.message)
        #expect(message.contains("b.tif says that its image begins in") && message.contains("a.tif"))
        #expect(try await set.arrive("a.tif") == "done")
        #expect(await set.look("b.tif", isSuspect: false) == "up to date")
        #expect(try set.isSettled("b.tif"))

        // The other one is what the failure was about.
        try set.acquisition.folder.remove("in/a.tif")
        #expect(try !set.isSettled("b.tif"))
        #expect(await set.look("b.tif", isSuspect: false) == "done")
        #expect(try set.summary("b")?.image.missing == ["a.tif"])
    }

    @Test("a first that is mended takes its file back")
    func mended() async throws {
        let set = try await set()
        try set.write("a.tif")
        try set.write("b.tif", "set: a.tif b.tif")
        #expect(try await set.arrive("b.tif") == "failed: unsupported_fileset")
        try set.write("a.tif", "set: a.tif b.tif")
        #expect(try await set.arrive("a.tif") == "done")
        #expect(try set.summaries() == ["a_summary.json"])
        #expect(await set.look("b.tif", isSuspect: false) == "part of a.tif")
    }

    @Test("a folder called like a file of the image does not come: the image is done once")
    func folder() async throws {
        let set = try await set(quiet: .zero)
        try set.write("a.tif", "set: a.tif b.tif")
        try set.acquisition.folder.makeFolder("in/b.tif")
        #expect(try await set.arrive("a.tif") == "done")
        #expect(try set.summary("a")?.image.missing == ["b.tif"])
        #expect(await set.look("a.tif", isSuspect: false) == "up to date")
        #expect(set.worker.jobs.count == 1)
    }

    @Test("an image that was refused for two files with one place is done when one of them is gone")
    func clashIsGone() async throws {
        let set = try await SetOfFiles(together: "{name}_w{channel:1digits}*.tif", quiet: .zero)
        for name in ["x_w1A.tif", "x_w1B.tif"] { try set.write(name) }
        #expect(try await set.arrive("x_w1A.tif") == "failed: ambiguous_set")
        #expect(await set.look("x_w1A.tif", isSuspect: false) == "up to date")
        #expect(try !set.isSettled("x_w1A.tif"), "names are asked again")
        try set.acquisition.folder.remove("in/x_w1B.tif")
        #expect(await set.look("x_w1A.tif", isSuspect: false) == "done")
        #expect(try set.summary("x_w1A")?.error == nil)
    }
}
