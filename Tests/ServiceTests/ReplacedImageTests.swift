import Files
import FoundationEssentials
import Glibc
import Ledger
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// `mv`, `cp -p` and unpacking leave the time of the file that they put in the place of another.
@Suite("Images in the place of others, of the same size and time")
struct ReplacedImageTests {
    private static let time = 1_700_000_000

    /// How a file comes into the place of another.
    enum Way: String, CaseIterable {
        case moved
        case writtenOver
    }

    /// What leaves the content as it was.
    enum Touch: String, CaseIterable {
        case permissions
        case time
        case copy
        case move
    }

    /// An acquisition whose image is done, and its worker.
    private func done(ledger: Ledger? = nil) async throws -> (Acquisition, ScriptedWorker) {
        let acquisition = try await Acquisition(outputs: [.labels])
        let worker = ScriptedWorker([.finish])
        try acquisition.folder.touch("in/x.tif", seconds: Self.time)
        #expect(await acquisition.outcome(by: worker, ledger: ledger)?.word == "done")
        return (acquisition, worker)
    }

    private func replace(in folder: TemporaryFolder, _ way: Way) throws -> [UInt8] {
        var bytes = try folder.read("in/x.tif")
        bytes[bytes.count - 1] ^= 1
        switch way {
        case .moved:
            try folder.write(bytes, to: "other.tif")
            try folder.touch("other.tif", seconds: Self.time)
            guard rename(folder.path("other.tif").string, folder.path("in/x.tif").string) == 0 else {
                throw Errno(rawValue: errno)
            }
        case .writtenOver:
            let file = try FileDescriptor.open(folder.path("in/x.tif"), .writeOnly)
            try file.closeAfter { _ = try file.writeAll(bytes) }
            try folder.touch("in/x.tif", seconds: Self.time)
        }
        return bytes
    }

    @Test("are done anew", arguments: Way.allCases, [false, true])
    func replaced(way: Way, isSuspect: Bool) async throws {
        let (acquisition, worker) = try await done()
        let bytes = try replace(in: acquisition.folder, way)
        #expect(await acquisition.outcome(by: worker, isSuspect: isSuspect)?.word == "done")
        #expect(try acquisition.summary()?.image.sha256 == FileDigest.sha256(bytes))
        #expect(await acquisition.outcome(by: worker, isSuspect: isSuspect)?.word == "up to date")
        #expect(worker.jobs.count == 2)
    }

    @Test("withdraw the old result when they cannot be read", arguments: Way.allCases)
    func refused(way: Way) async throws {
        let (acquisition, _) = try await done()
        _ = try replace(in: acquisition.folder, way)
        let refusal = ScriptedWorker([.refuse(.init(kind: "truncated_data", message: "it ends early", remedy: "copy"))])
        #expect(await acquisition.outcome(by: refusal)?.word == "failed: truncated_data")
        #expect(try acquisition.names() == ["x.tif", "x_summary.json"])
    }

    @Test("what leaves the content as it was costs no second segmentation", arguments: Touch.allCases)
    func touched(touch: Touch) async throws {
        let (acquisition, worker) = try await done()
        let folder = acquisition.folder
        let path = folder.path("in/x.tif").string
        let aside = folder.path("aside.tif").string
        switch touch {
        case .permissions: #expect(chmod(path, 0o600) == 0)
        case .time: try folder.touch("in/x.tif", seconds: Self.time + 9)
        case .copy:
            try folder.write(folder.read("in/x.tif"), to: "aside.tif")
            try folder.touch("aside.tif", seconds: Self.time)
            #expect(rename(aside, path) == 0)
        case .move: #expect(rename(path, aside) == 0 && rename(aside, path) == 0)
        }
        for isSuspect in [true, false] {
            #expect(await acquisition.outcome(by: worker, isSuspect: isSuspect)?.word == "up to date")
        }
        #expect(worker.jobs.count == 1)
    }

    @Test("a digest that was computed once is remembered across restarts, for the file in just that state")
    func remembered() async throws {
        let state = try TemporaryFolder()
        func restarted() async -> Ledger { await Ledger(at: state.path("ledger.sqlite").string) { _ in } }
        let (acquisition, worker) = try await done(ledger: restarted())
        let path = Array(acquisition.folder.path("in/x.tif").string.utf8)
        #expect(try await restarted().content(path: path) == nil, "the summary knows this file")
        #expect(chmod(acquisition.folder.path("in/x.tif").string, 0o600) == 0)
        #expect(await acquisition.outcome(by: worker, ledger: restarted())?.word == "up to date")
        var known = try #require(try await restarted().content(path: path))
        #expect(known.digest == FileDigest.sha256(try acquisition.folder.read("in/x.tif")))
        // A lie shows who is asked; what is known to be done is asked for no digest, unless an event says otherwise.
        known.digest = "other"
        try await restarted().note(known, path: path)
        #expect(await acquisition.outcome(by: worker, ledger: restarted())?.word == "up to date")
        #expect(await acquisition.outcome(by: worker, ledger: restarted(), isSuspect: true)?.word == "done")
        #expect(chmod(acquisition.folder.path("in/x.tif").string, 0o644) == 0)
        #expect(await acquisition.outcome(by: worker, ledger: restarted())?.word == "up to date", "read again")
        #expect(worker.jobs.count == 2)
    }
}
