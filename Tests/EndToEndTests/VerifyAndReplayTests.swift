import Foundation
import SystemPackage
import TestSupport
import Testing

/// `verify` and `replay` on a folder that `run` has done.
@Suite("verify and replay", .serialized)
struct VerifyAndReplayTests {
    private let home: TemporaryFolder
    private static let count = 5

    init() throws {
        home = try TemporaryFolder()
        try home.makeFolder("session")
        for number in 0..<Self.count {
            let path = home.appending("session/\(number).tif")
            try FileManager.default.copyItem(at: AcquisitionFixtures.image(number), to: URL(filePath: path))
            try home.touch("session/\(number).tif", seconds: 1_700_000_000 + number)
        }
        let classifier = AcquisitionFixtures.classifier("nuclei").path
        let run = try call(["run", "--classifier", classifier, "--output", "labels", home.appending("session")])
        try #require(run.status == 0, "\(run.errors)")
    }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    @Test("a sound folder ends with 0; damage with 1, and repair makes the same bytes again")
    func verify() throws {
        let session = home.appending("session")
        let sound = try call(["verify", session])
        #expect(
            sound.status == 0 && sound.output.contains("5 results") && sound.output.contains("nothing wrong"),
            "\(sound)"
        )
        let labels = try home.read("session/1_labels.tif")
        try home.remove("session/1_labels.tif")
        try home.write(Array("{".utf8), to: "session/2_summary.json")
        let damaged = try call(["verify", "--json", session])
        #expect(damaged.status == 1 && damaged.output.contains("\"missing_output\""), "\(damaged)")
        let repaired = try call(["verify", "--repair", session])
        // A summary that is not even marked is not known to be ours, and stays.
        #expect(repaired.status == 1 && repaired.output.contains("1 results made anew"), "\(repaired)")
        #expect(try home.read("session/1_labels.tif") == labels)
        try home.remove("session/2_summary.json")
        #expect(try call(["verify", "--repair", session]).status == 0)
        #expect(try call(["verify", session]).status == 0)
        #expect(try call(["verify", home.appending("nowhere")]).status == 1)
    }

    @Test("a session is written again with a daemon of its own, and is only read")
    func replay() throws {
        func states() throws -> [String] {
            try home.names(in: "session").map { name in
                let values = try FileManager.default.attributesOfItem(atPath: home.appending("session/\(name)"))
                return
                    "\(name) \(values[.modificationDate] ?? "") \(values[.size] ?? "") \(values[.systemFileNumber] ?? "")"
            }
        }
        let before = try states()
        let result = try call([
            "replay", home.appending("session"), "--into", home.appending("scratch"), "--speed", "4", "--json",
            "--log-level", "error",
        ])
        #expect(result.status == 0, "\(result)")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let report = try #require(object, "\(result.output)")
        #expect(report["images"] as? Int == Self.count && report["missing"] as? Int == 0)
        #expect(report["kept_up"] as? Bool == true && report["median_lag"] is Double, "\(report)")
        #expect(try states() == before)
        for number in 0..<Self.count {
            #expect(try home.read("scratch/\(number).tif") == home.read("session/\(number).tif"))
            #expect(try home.read("scratch/\(number)_labels.tif") == home.read("session/\(number)_labels.tif"))
        }
        let again = try call(["replay", home.appending("session"), "--into", home.appending("scratch")])
        #expect(again.status == 1 && again.errors.contains("not empty"), "\(again)")
    }
}
