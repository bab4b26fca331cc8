import Files
import Ledger
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images that go wrong")
struct LostImageTests {
    private static let all = ["x.tif", "x_labels.tif", "x_mask.tif", "x_objects.csv", "x_summary.json"]
    private static let refusal = Failure(kind: "truncated_data", message: "x.tif ends early", remedy: "copy again")
    private static let passing = Failure(kind: "disk_full", message: "full", remedy: "wait", isTransient: true)

    /// What somebody does to `x.tif` while it is worked on.
    enum Disturbance: String, Sendable, CaseIterable {
        case append
        case rewrite
        case replace
        case touch
        case remove

        func happen(in folder: TemporaryFolder) throws {
            let image = try ClassifierFixtures.image()
            switch self {
            case .append:
                let file = try FileDescriptor.open(folder.path("in/x.tif"), .writeOnly, options: .append)
                try file.closeAfter { _ = try file.writeAll([0]) }
            case .rewrite:
                let file = try FileDescriptor.open(folder.path("in/x.tif"), .writeOnly)
                try file.closeAfter { _ = try file.writeAll(image) }
            case .replace:
                try folder.remove("in/x.tif")
                try folder.write(image, to: "in/x.tif")
            case .touch: try folder.touch("in/x.tif", seconds: 1_000_000_000)
            case .remove: try folder.remove("in/x.tif")
            }
        }
    }

    @Test("an image that changes while it is worked on leaves nothing behind", arguments: Disturbance.allCases)
    func changed(disturbance: Disturbance) async throws {
        let acquisition = try await Acquisition()
        let folder = acquisition.folder
        let worker = ScriptedWorker([.disturb { try disturbance.happen(in: folder) }, .finish])
        #expect(await acquisition.outcome(by: worker)?.word == "changed")
        #expect(try acquisition.names() == (disturbance == .remove ? [] : ["x.tif"]))
        // The change brings it back.
        if disturbance != .remove { #expect(await acquisition.outcome(by: worker)?.word == "done") }
    }

    @Test("an image at fault gets a summary that says why, at its first attempt")
    func refused() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.refuse(Self.refusal)])
        #expect(await acquisition.outcome(by: worker)?.word == "failed: truncated_data")
        #expect(worker.jobs.count == 1)
        #expect(try acquisition.names() == ["x.tif", "x_summary.json"])
        let summary = try #require(try acquisition.summary())
        #expect(summary.error?.kind == "truncated_data")
        #expect(summary.error?.message == "x.tif ends early")
        #expect(summary.error?.remedy == "copy again")
        #expect(summary.error?.attempts == 1)
        #expect(summary.image.sha256 == FileDigest.sha256(try ClassifierFixtures.image()))
        #expect(await acquisition.outcome(by: worker)?.word == "up to date")
        #expect(try acquisition.folder.read("in/x.tif") == ClassifierFixtures.image())
    }

    @Test("a passing trouble leaves no summary, and the image is tried again")
    func transient() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.refuse(Self.passing), .finish])
        #expect(await acquisition.outcome(by: worker)?.word == "postponed: disk_full")
        #expect(try acquisition.names() == ["x.tif"])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
    }

    @Test("a redo that fails leaves the earlier result of the same content")
    func failedRedo() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish, .refuse(Self.refusal)])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        let before = try acquisition.folder.read("in/x_summary.json")
        #expect(await acquisition.outcome(by: worker, again: true)?.word == "failed: truncated_data")
        #expect(worker.jobs.count == 2)
        #expect(try acquisition.names() == Self.all)
        #expect(try acquisition.folder.read("in/x_summary.json") == before)
    }

    @Test("a failure on other content withdraws the result of the earlier content")
    func withdrawn() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish, .refuse(Self.refusal)])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        try acquisition.folder.write(ClassifierFixtures.image(1) + [0], to: "in/x.tif")
        #expect(await acquisition.outcome(by: worker)?.word == "failed: truncated_data")
        #expect(try acquisition.names() == ["x.tif", "x_summary.json"])
        #expect(try acquisition.summary()?.status == .failed)
    }

    @Test("somebody else's file at the name of an output is never replaced")
    func foreignOutput() async throws {
        let acquisition = try await Acquisition()
        try acquisition.folder.write(ClassifierFixtures.image(2), to: "in/x_labels.tif")
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "failed: output_exists")
        #expect(worker.jobs.isEmpty)
        #expect(try acquisition.folder.read("in/x_labels.tif") == ClassifierFixtures.image(2))
        #expect(try acquisition.names() == ["x.tif", "x_labels.tif", "x_summary.json"])
        #expect(try acquisition.summary()?.error?.message.contains("x_labels.tif") == true)
    }

    @Test("somebody else's file at the name of the summary is never replaced")
    func foreignSummary() async throws {
        let acquisition = try await Acquisition()
        let theirs = Array("{\"author\": \"somebody\"}".utf8)
        try acquisition.folder.write(theirs, to: "in/x_summary.json")
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "postponed: output_exists")
        #expect(try acquisition.folder.read("in/x_summary.json") == theirs)
        #expect(try acquisition.names() == ["x.tif", "x_summary.json"])
    }
}
