import Foundation
import Glibc
import Results
import TestSupport
import Testing

/// What an earlier version of the program has done, as `Tests/Fixtures/earlier/earlier.py` made it with that program.
@Suite("Folders that an earlier version has done", .serialized)
struct EarlierVersionTests {
    private let temporary: TemporaryFolder
    private let home: URL

    init() throws {
        temporary = try TemporaryFolder()
        home = URL(filePath: temporary.appending("home"))
    }

    @Test("there is at least one")
    func isThere() { #expect(!EarlierVersion.all.isEmpty) }

    @Test(
        "the daemon does what is missing and nothing else",
        arguments: EarlierVersion.all,
        EarlierVersion.Way.allCases
    )
    func watch(version: String, way: EarlierVersion.Way) throws {
        try lay(version, way)
        for folder in ["beside", "redo", "mirror"] {
            // The latest of its folder: when it is done, all others were looked at.
            try FileManager.default.copyItem(
                at: AcquisitionFixtures.image(0),
                to: home.appending(path: "\(folder)/new.tif")
            )
        }
        let before = try fileStates()
        let summaries = [
            "beside/new_nuclei", "beside/new_around", "beside/late_nuclei", "beside/late_around",
            "redo/results/new_tissue", "redo/results/new_chance", "redo/results/new_named", "mirrored/new",
        ].map { "\($0)_summary.json" }

        let daemon = try RunningDaemon(
            configuration: home.appending(path: "segmentd.toml"),
            home: home,
            name: "daemon"
        )
        try daemon.waitUntilReady()
        try daemon.notify.wait(for: "what is missing") { _ in
            summaries.allSatisfy { FileManager.default.fileExists(atPath: home.appending(path: $0).path) }
        }
        #expect(try daemon.terminate() == 0)

        let after = try fileStates()
        expectUnchanged(before, after)
        let more = after.keys.filter { before[$0] == nil && $0.hasSuffix("_summary.json") }
        #expect(more.sorted() == summaries.sorted())
        #expect(after.keys.filter { before[$0] == nil }.allSatisfy { isResult($0, of: ["new", "late"]) })
        let state = try FileManager.default.contentsOfDirectory(atPath: home.appending(path: "state/segmentd").path)
        #expect(!state.contains { $0.contains("damaged") }, "the ledger was understood: \(daemon.log)")
    }

    @Test(
        "a run passes over what is done and tries failures again",
        arguments: EarlierVersion.all,
        EarlierVersion.Way.allCases
    )
    func run(version: String, way: EarlierVersion.Way) throws {
        try lay(version, way)
        try FileManager.default.removeItem(at: home.appending(path: "beside/late.tif"))
        let before = try fileStates()
        let failed = try before.filter { try error(in: $0.value) != nil }
        let done = before.filter { $0.key.hasSuffix("_summary.json") && failed[$0.key] == nil }
        #expect(failed.count >= 3 && done.count >= 10, "the folders hold results of both kinds")
        let runs = [
            (["--config", "segmentd.toml", "beside", "redo", "mirror"], false),
            (["--classifier", "nuclei_uint8.cl", "--output", "labels", "by_hand"], true),
        ]
        for (arguments, isByHand) in runs {
            let counts = [done, failed].map { $0.count { $0.key.hasPrefix("by_hand/") == isByHand } }
            let result = try ProgramCall.result(of: ["run"] + arguments, home: home)
            #expect(result.status == 1)
            #expect(
                result.errors.contains("0 done, \(counts[0]) done before, \(counts[1]) failed"),
                "\(result.errors)"
            )
        }

        let after = try fileStates()
        #expect(Set(after.keys) == Set(before.keys))
        expectUnchanged(before.filter { failed[$0.key] == nil }, after)
        for (path, state) in failed {
            let again = try #require(after[path])
            #expect(again.inode != state.inode, "\(path)")
            #expect(try error(in: again)?.kind == error(in: state)?.kind, "\(path)")
            #expect(try error(in: again)?.message == error(in: state)?.message, "\(path)")
        }
    }

    /// What a file says to have gone wrong; nil where it is no summary of a failure.
    private func error(in state: FileState) throws -> (kind: String, message: String)? {
        guard case .found(let summary) = SummaryFile.decode([UInt8](state.bytes)) else { return nil }
        return summary.error.map { ($0.kind, $0.message) }
    }

    private func lay(_ version: String, _ way: EarlierVersion.Way) throws {
        let script = EarlierVersion.fixtures.appending(path: "earlier.py").path
        try Microscope.shell("/usr/bin/python3 '\(script)' lay '\(version)' '\(home.path)'")
        if way == .copied {
            let aside = temporary.appending("aside")
            try Microscope.shell("mv '\(home.path)' '\(aside)' && cp -a '\(aside)' '\(home.path)'")
        }
    }

    /// Whether a path is that of a result of one of some images.
    private func isResult(_ path: String, of images: [String]) -> Bool {
        let name = (path as NSString).lastPathComponent
        return images.contains { name.hasPrefix("\($0)_") }
    }

    private func expectUnchanged(_ before: [String: FileState], _ after: [String: FileState]) {
        for (path, state) in before.sorted(by: { $0.key < $1.key }) {
            #expect(after[path] == state, "\(path)")
        }
    }

    private struct FileState: Equatable {
        var inode: UInt64
        var seconds: Int
        var nanoseconds: Int
        var bytes: Data
    }

    /// All images, results and kept classifiers; neither the ledger, nor the tables of folders, which are younger than all
    /// versions, nor what the test itself has running there.
    private func fileStates() throws -> [String: FileState] {
        var states: [String: FileState] = [:]
        for path in FileManager.default.enumerator(atPath: home.path)?.allObjects as? [String] ?? [] {
            let file = home.appending(path: path)
            var status = stat()
            guard path.contains("/"), !path.contains("ledger.sqlite"), !path.contains("/segmentd_"),
                stat(file.path, &status) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            states[path] = FileState(
                inode: UInt64(status.st_ino),
                seconds: status.st_mtim.tv_sec,
                nanoseconds: status.st_mtim.tv_nsec,
                bytes: try Data(contentsOf: file)
            )
        }
        return states
    }
}

/// The versions of which there are folders.
enum EarlierVersion {
    /// How the folders come before the new program.
    enum Way: String, CaseIterable {
        /// The program was replaced: the files are the ones that the earlier version saw.
        case inPlace
        /// They were copied with their times, so that inodes and change times are others: the digests decide.
        case copied
    }

    static let fixtures = AcquisitionFixtures.folder.appending(path: "earlier")
    static let all = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? []).filter {
        FileManager.default.fileExists(atPath: fixtures.appending(path: "\($0)/ledger.sql").path)
    }.sorted()
}
