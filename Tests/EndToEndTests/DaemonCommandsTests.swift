import Foundation
import Results
import SystemPackage
import TestSupport
import Testing

/// What people ask a running daemon, by the commands of the program.
@Suite("The commands to a daemon", .serialized)
struct DaemonCommandsTests {
    private let home: TemporaryFolder
    private let acquisition: URL

    init() throws {
        home = try TemporaryFolder()
        acquisition = URL(filePath: try home.makeFolder("acquisition").string)
    }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    /// What a command prints with `--json`.
    private func json(_ arguments: [String], status: Int32 = 0) throws -> [String: Any] {
        let result = try call(arguments + ["--json"])
        #expect(result.status == status, "\(arguments): \(result)")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(object as? [String: Any], "\(result.output)")
    }

    private func first(_ key: String, of object: [String: Any]) throws -> [String: Any] {
        try #require((object[key] as? [[String: Any]])?.first, "\(object)")
    }

    @Test("pause, explain, resume, retry, reload, rescan and status on a folder with a good and a bad image")
    func session() throws {
        let classifier = URL(filePath: home.appending("nuclei.cl"))
        try FileManager.default.copyItem(at: AcquisitionFixtures.classifier("nuclei"), to: classifier)
        let configuration = URL(filePath: home.appending("segmentd.toml"))
        try Data(
            """
            [[folder]]
            path = "\(acquisition.path)"
            quiet = "0s"
              [[folder.recipe]]
              classifier = "nuclei.cl"
              outputs = ["labels"]
            """.utf8
        ).write(to: configuration)
        let daemon = try RunningDaemon(configuration: configuration, home: home.url, name: "daemon")
        try daemon.waitUntilReady()

        #expect(try call(["pause", "/elsewhere"]).status == 1)
        #expect(try call(["pause", acquisition.path]).output.contains("segmentd resume"))
        let good = acquisition.appending(path: "good.tif").path
        try FileManager.default.copyItem(atPath: AcquisitionFixtures.image(0).path, toPath: good)
        let bad = acquisition.appending(path: "bad.tif")
        try Data(contentsOf: AcquisitionFixtures.image(1)).prefix(9000).write(to: bad)
        try daemon.notify.wait(for: "the queue") { _ in
            try first("images", of: json(["explain", good]))["state"] as? String == "queued"
        }
        #expect(try first("folders", of: json(["status"]))["is_paused"] as? Bool == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: acquisition.path).count == 2)

        #expect(try call(["resume"]).status == 0)
        try daemon.notify.wait(for: "the results") { messages in messages.last?.contains("1 done, 1 failed") ?? false }
        #expect(try first("images", of: json(["explain", good]))["state"] as? String == "done")
        let failed = try call(["explain", bad.path])
        #expect(failed.output.contains("failed") && failed.output.contains("retry"), "\(failed)")

        // Retry tries a failure again, although nothing has changed.
        #expect(try call(["retry", bad.path]).status == 0)
        try daemon.notify.wait(for: "the retry") { messages in messages.last?.contains("1 done, 2 failed") ?? false }
        #expect(try call(["retry", acquisition.appending(path: "gone.tif").path]).status == 1)

        daemon.notify.drain()
        let unchanged = try first("classifiers", of: json(["reload"]))
        #expect(unchanged["change"] as? String == "unchanged" && unchanged["generation"] as? Int == 1)
        // In one step, so that the file watch cannot be quicker with half of it.
        try Data("/*\nbroken\n".utf8).write(to: classifier, options: .atomic)
        daemon.notify.drain()
        let refused = try first("classifiers", of: json(["reload"], status: 1))
        #expect(refused["change"] as? String == "refused" && refused["generation"] as? Int == 1)
        #expect(refused["refused"] as? String != nil)
        daemon.notify.drain()
        #expect(try call(["rescan"]).status == 0)

        daemon.notify.drain()
        let status = try json(["status"])
        let folder = try first("folders", of: status)
        #expect(folder["done"] as? Int == 1 && folder["failed"] as? Int == 2 && folder["is_paused"] as? Bool == false)
        let flow = try #require(status["flow"] as? [String: Any])
        // How fast that was is the machine's affair; events that come late hand an image out once more.
        #expect(flow["images_in"] as? Int ?? 0 >= 2 && flow["limit_per_second"] is Double, "\(flow)")
        #expect(try daemon.terminate() == 0)
    }
}
