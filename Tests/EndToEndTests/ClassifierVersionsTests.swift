import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

/// What people do with the versions of a classifier, by the commands of the program. The versions are laid down as
/// `Service/Training/Versions/README.md` describes them.
@Suite("The versions of a classifier", .serialized)
struct ClassifierVersionsTests {
    private let home: TemporaryFolder
    private let classifier: String
    private let acquisition: URL

    /// Two versions, of which the first is in force, and the second waits.
    init() throws {
        home = try TemporaryFolder()
        classifier = home.appending("nuclei.cl")
        acquisition = URL(filePath: try home.makeFolder("acquisition").string)
        try lay(1, "nuclei", decision: "taken", f1: 0.91)
        try lay(2, "bright", decision: "waits", f1: 0.875)
        try home.write(home.read("nuclei.versions/0001/classifier.cl"), to: "nuclei.cl")
        try home.write(home.read("nuclei.versions/0001/samples"), to: "nuclei.samples")
    }

    private func lay(_ number: Int, _ name: String, decision: String, f1: Double) throws {
        try lay(number, [UInt8](Data(contentsOf: AcquisitionFixtures.classifier(name))), decision: decision, f1: f1)
    }

    private func lay(_ number: Int, _ bytes: [UInt8], decision: String, f1: Double) throws {
        let folder = "nuclei.versions/000\(number)"
        try home.makeFolder(folder)
        let samples = Array("samples \(number)".utf8)
        try home.write(bytes, to: "\(folder)/classifier.cl")
        try home.write(samples, to: "\(folder)/samples")
        let record = """
            {"version": 1, "number": \(number), "made": "2026-11-30T00:1\(number):00.000Z", "program": "0.1.0",
             "classifier": {"bytes": \(bytes.count), "sha256": "\(FileDigest.sha256(bytes))"},
             "samples": {"bytes": \(samples.count), "sha256": "\(FileDigest.sha256(samples))"},
             "scores": {"basis": "2 held-back images", "f1": \(f1), "confusion": [], "classes": [], "images": [],
                        "warnings": []},
             "decision": "\(decision)", "reason": "as told in version \(number)"}
            """
        try home.write(Array(record.utf8), to: "\(folder)/version.json")
    }

    private func call(_ arguments: String...) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    private func digest(_ name: String) throws -> String { FileDigest.sha256(try home.read(name)) }

    private func states() throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(call("classifiers", "--json", classifier).output.utf8))
        let listings = (object as? [String: Any])?["classifiers"] as? [[String: Any]]
        let versions = listings?.first?["versions"] as? [[String: Any]] ?? []
        return versions.map { "\($0["number"] ?? "") \($0["state"] ?? "")" }
    }

    @Test("without a daemon they are listed, promoted and rolled back by the commands themselves")
    func alone() throws {
        let list = try call("classifiers", classifier)
        #expect(list.status == 0 && list.output.contains("version 1"), "\(list)")
        #expect(list.output.contains("2  2026-11-30 00:12  0.875  -       waits     as told in version 2"), "\(list)")
        let promoted = try call("promote", classifier)
        #expect(promoted.status == 0 && promoted.output.contains("before it version 1"), "\(promoted)")
        #expect(try digest("nuclei.cl") == digest("nuclei.versions/0002/classifier.cl"))
        #expect(try String(decoding: home.read("nuclei.samples"), as: UTF8.self) == "samples 2")
        #expect(try states() == ["1 earlier", "2 in_force"])
        #expect(try call("rollback", classifier).status == 0)
        #expect(try digest("nuclei.cl") == digest("nuclei.versions/0001/classifier.cl"))
        #expect(try states() == ["1 in_force", "2 rolled_back"])
        for refused in [
            ["rollback", classifier], ["promote", classifier, "7"], ["promote", home.appending("no.cl")],
        ] {
            let result = try ProgramCall.result(of: refused, home: home.url)
            #expect(result.status == 1 && !result.errors.isEmpty, "\(refused): \(result)")
        }
        #expect(try states() == ["1 in_force", "2 rolled_back"])
        #expect(try call("classifiers", home.appending("no.cl")).status == 1)
    }

    @Test("a classifier that somebody put there is a version before another takes its place")
    func byHand() throws {
        try home.write([UInt8](Data(contentsOf: AcquisitionFixtures.classifier("tissue"))), to: "nuclei.cl")
        let kept = try digest("nuclei.cl")
        #expect(try call("promote", classifier, "2").status == 0)
        #expect(try digest("nuclei.versions/0003/classifier.cl") == kept)
        #expect(try call("rollback", classifier).status == 0)
        #expect(try digest("nuclei.cl") == kept)
        #expect(!FileManager.default.fileExists(atPath: home.appending("nuclei.samples")))
    }

    @Test("a running daemon swaps at once, refuses what it cannot use, and says who asked")
    func daemon() throws {
        // A version that nobody can use.
        try lay(3, Array("no classifier".utf8), decision: "waits", f1: 1)
        let configuration = try home.write(
            Array(
                """
                [[folder]]
                path = "\(acquisition.path)"
                quiet = "0s"
                  [[folder.recipe]]
                  classifier = "nuclei.cl"
                  outputs = ["labels"]
                """.utf8
            ),
            to: "segmentd.toml"
        )
        let daemon = try RunningDaemon(
            configuration: URL(filePath: configuration.string),
            home: home.url,
            name: "daemon"
        )
        try daemon.waitUntilReady()
        let listed = try call("classifiers")
        #expect(listed.status == 0 && listed.output.contains("generation 1"), "\(listed)")
        let promoted = try call("promote", classifier, "2")
        #expect(promoted.status == 0 && promoted.output.contains("generation 2"), "\(promoted)")
        #expect(daemon.log.contains("asks for promote of \(classifier)"), "\(daemon.log)")

        try FileManager.default.copyItem(
            at: AcquisitionFixtures.image(0),
            to: acquisition.appending(path: "new.tif")
        )
        try daemon.notify.wait(for: "the result") { messages in messages.last?.contains("1 done") ?? false }
        let summary = try String(contentsOf: acquisition.appending(path: "new_summary.json"), encoding: .utf8)
        #expect(try summary.contains(digest("nuclei.versions/0002/classifier.cl")))

        let refused = try call("promote", classifier)
        #expect(refused.status == 1 && refused.output.contains("refused"), "\(refused)")
        #expect(try call("classifiers").output.contains("refused"))
        let back = try call("rollback", classifier)
        #expect(back.status == 0 && back.output.contains("version 2"), "\(back)")
        let further = try call("rollback", classifier)
        #expect(further.status == 0 && further.output.contains("generation 3"), "\(further)")
        #expect(try digest("nuclei.cl") == digest("nuclei.versions/0001/classifier.cl"))
        // One that the daemon does not use is nobody else's business.
        try FileManager.default.copyItem(atPath: classifier, toPath: home.appending("other.cl"))
        #expect(try call("rollback", home.appending("other.cl")).status == 1)
        #expect(try daemon.terminate() == 0)
    }
}
