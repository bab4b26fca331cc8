import Foundation
import TestSupport
import Testing

/// A daemon whose configuration is changed while it runs.
@Suite("Another configuration without a restart", .serialized)
struct ConfigurationReloadTests {
    private let home: TemporaryFolder
    private let configuration: URL

    init() throws {
        home = try TemporaryFolder()
        configuration = URL(filePath: home.appending("segmentd.toml"))
        for name in ["nuclei", "bright"] {
            try FileManager.default.copyItem(
                at: AcquisitionFixtures.classifier(name),
                to: URL(filePath: home.appending("\(name).cl"))
            )
        }
        for name in ["a", "b", "c"] { _ = try home.makeFolder(name) }
    }

    private func folder(_ name: String, classifier: String = "nuclei", _ more: String = "") -> String {
        """
        [[folder]]
        path = "\(home.appending(name))"
        quiet = "0s"
        \(more)
          [[folder.recipe]]
          classifier = "\(classifier).cl"
          outputs = ["labels"]

        """
    }

    private func configure(_ text: String...) throws {
        try Data(text.joined().utf8).write(to: configuration)
    }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    /// Has the daemon reload, and listens to it meanwhile: it would wait with its words.
    private func reload(_ daemon: RunningDaemon) throws -> ProgramCall.Result {
        let call = try ProgramCall(["reload"], home: home.url)
        try daemon.notify.wait(for: "the reload") { _ in !call.isRunning }
        return try call.finish()
    }

    private func drop(_ image: Int, _ name: String) throws {
        try FileManager.default.copyItem(
            at: AcquisitionFixtures.image(image),
            to: URL(filePath: home.appending("\(name).tif"))
        )
    }

    private func isDone(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(home.appending("\(name)_summary.json"))")
    }

    private func summary(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: home.appending("\(name)_summary.json")))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("folders are added, changed and removed; a bad configuration leaves the one before in force")
    func changes() throws {
        try configure(folder("a"))
        let daemon = try RunningDaemon(configuration: configuration, home: home.url, name: "daemon")
        try daemon.waitUntilReady()
        try drop(0, "a/first")
        try daemon.notify.wait(for: "the first image") { _ in isDone("a/first") }

        // One more. What a start would find there is found.
        try drop(1, "b/before")
        try configure(folder("a"), folder("b"))
        let added = try reload(daemon)
        #expect(added.status == 0 && added.output.contains("watches also \(home.appending("b"))"), "\(added)")
        try daemon.notify.wait(for: "what lay there") { _ in isDone("b/before") }
        try drop(2, "b/after")
        try drop(2, "a/second")
        try daemon.notify.wait(for: "both folders") { _ in isDone("b/after") && isDone("a/second") }
        try daemon.notify.wait(for: "STATUS") { $0.last?.contains("watching 2 folders") ?? false }
        #expect(try call(["status"]).output.contains("done 2, failed 0"))

        // Another classifier for one of them; the other one keeps what it is.
        try configure(folder("a"), folder("b", classifier: "bright"))
        let changed = try reload(daemon)
        #expect(changed.status == 0 && changed.output.contains("has changed \(home.appending("b"))"), "\(changed)")
        try drop(3, "b/changed")
        try drop(3, "a/third")
        try daemon.notify.wait(for: "both") { _ in isDone("b/changed") && isDone("a/third") }
        let names = try ["b/changed", "a/third", "b/after"].map {
            try (summary($0)["classifier"] as? [String: Any])?["name"] as? String
        }
        #expect(names == ["bright.cl", "nuclei.cl", "nuclei.cl"])

        // Bad ones: a word that is no key, a classifier that is not there, one that has no use for a setting.
        try daemon.notify.wait(for: "no trouble") { !($0.last?.contains("degraded") ?? true) }
        for (text, words) in [
            (folder("a", classifier: "nuclei", "quiett = 3"), "quiett"), (folder("c", classifier: "gone"), "gone.cl"),
            (folder("a") + "  threshold = 0.5\n", "threshold"),
        ] {
            try configure(text)
            let refused = try reload(daemon)
            #expect(refused.status == 1 && refused.output.contains("is refused"), "\(refused)")
            #expect(refused.output.contains(words), "\(refused)")
            try daemon.notify.wait(for: "the trouble") { messages in
                messages.contains { $0.contains("segmentd.toml is refused") && $0.contains(words) }
            }
        }
        try drop(4, "b/still")
        try daemon.notify.wait(for: "the one before") { _ in isDone("b/still") }

        // A good one is the end of that, and of a folder.
        try configure(folder("b", classifier: "bright"))
        let removed = try reload(daemon)
        #expect(
            removed.status == 0 && removed.output.contains("watches no longer \(home.appending("a"))"),
            "\(removed)"
        )
        try drop(4, "a/left")
        try drop(0, "b/last")
        try daemon.notify.wait(for: "the folder that is left") { _ in isDone("b/last") }
        try daemon.notify.wait(for: "the all-clear") { messages in
            guard let line = messages.last(where: { $0.contains("STATUS=") }) else { return false }
            return line.contains("watching 1 folder,") && !line.contains("degraded") && !line.contains("nuclei.cl")
        }
        #expect(!isDone("a/left"))
        #expect(try call(["explain", "\(home.appending("a/left.tif"))"]).output.contains("no watched folder"))
        #expect(try daemon.terminate() == 0)
    }

    @Test("images in work and in the queue are done as the new configuration says, each once")
    func underLoad() throws {
        try configure(folder("a"), folder("b"))
        let daemon = try RunningDaemon(configuration: configuration, home: home.url, name: "daemon")
        try daemon.waitUntilReady()
        let names = (0..<60).map { "\($0 % 2 == 0 ? "a" : "b")/\($0)" }
        for (number, name) in names.enumerated() {
            try drop(number, name)
            guard number % 10 == 5 else { continue }
            // `rescan` is another setting without another meaning for results.
            try configure(folder("a", "rescan = \"\(number)m\""), folder("b"))
            let result = try reload(daemon)
            #expect(result.status == 0, "\(result)")
        }
        try daemon.notify.wait(for: "all images") { _ in names.allSatisfy(isDone) }
        for name in names { #expect(try summary(name)["status"] as? String == "done", "\(name)") }
        #expect(try daemon.terminate() == 0)
        // Each image is told of once.
        for name in names {
            #expect(daemon.log.components(separatedBy: "/\(name).tif: ").count == 2, "\(name): \(daemon.log)")
        }
    }
}
