import Files
import FoundationEssentials
import Glibc
import Imaging
import Measurement
import Results
import Synchronization
import SystemPackage
import TIFFFiles
import TestSupport
import Testing
import WorkerProtocol

@Suite("Own files")
struct OwnFilesTests {
    @Test("outputs are known by what is in them")
    func marks() throws {
        let folder = try TemporaryFolder()
        let descriptor = try folder.results().descriptor
        let sample = SampleResult(content: "one", outputs: OutputKind.allCases)
        try sample.commit(to: folder.results())
        for name in try folder.names() {
            #expect(OutputMark.isOurs(name, in: descriptor), "\(name)")
            try folder.write(try #require(try folder.read(name)), try #require(.init("copy of " + name.string)))
        }
        for name in try folder.names() { #expect(OutputMark.isOurs(name, in: descriptor), "\(name)") }

        try folder.write(SampleResult.tiff(software: "ImageJ"), "y_labels.tif")
        try folder.write(Array("label,area\n".utf8), "y_objects.csv")
        try folder.write(Array("{}".utf8), "y_summary.json")
        // Images may be called so too.
        try folder.write(SampleResult.tiff(software: SoftwareTag.program), "y.scan")
        #expect(OutputMark.isOurs("y.scan", in: descriptor))
        try folder.write(Array("a text".utf8), "y.txt")
        #expect(mkfifo(folder.path.appending("z_labels.tif").string, 0o600) == 0)
        for name in ["y_labels.tif", "y_objects.csv", "y_summary.json", "y.txt", "z_labels.tif", "absent.tif"] {
            #expect(!OutputMark.isOurs(try #require(.init(name)), in: descriptor), "\(name)")
        }
    }

    /// What a killed process leaves: the hidden file of a commit that removed nothing any more.
    private func leaveTemporary(
        in folder: TemporaryFolder,
        _ refused: FileCalls.Call? = nil
    ) throws -> FilePath.Component {
        let before = try folder.names()
        let calls = FileCalls { call throws(Errno) in if call == .remove || call == refused { throw .notSupported } }
        _ = try ResultCommit(
            in: folder.results(calls),
            names: OutputNames(image: "x.tif", recipe: nil),
            outputs: [.mask]
        )
        return try #require(try folder.names().subtracting(before).first)
    }

    @Test(
        "stale hidden files go; those of a living run stay, whatever the file system can do",
        arguments: [nil, .createUnnamed, .access] as [FileCalls.Call?]
    )
    func staleTemporaries(refused: FileCalls.Call?) throws {
        let folder = try TemporaryFolder()
        let stale = try [leaveTemporary(in: folder, refused), leaveTemporary(in: folder, refused)]
        try folder.write([1, 2], stale[0])
        let living = try ResultCommit(
            in: folder.results(),
            names: OutputNames(image: "x.tif", recipe: nil),
            outputs: [.mask]
        )
        #expect(try folder.results().removeStaleTemporaries() == 2)
        #expect(try folder.names().count == 1)
        living.discard()
        #expect(try folder.names().isEmpty)
    }

    @Test("a file of somebody else stays, however much its name looks like that of a hidden file of ours")
    func lookAlikes() throws {
        let folder = try TemporaryFolder()
        var others: [FilePath.Component] = [
            ".x_mask.tif.segmentd-abcd01234567.tmp", ".x.tif.segmentd-abc123.tmp", ".x.tif.segmentd-aaaa00000000.tmp",
            "x.segmentd-abcd01234567.tmp", ".segmentd-abcd01234567.tmp", ".x.segmentd-abcd0123456.tmp", ".x.tif.AbC123",
            "x.tif", ".tmp",
        ]
        // A copy is another file, even under the same name.
        let elsewhere = try TemporaryFolder()
        others.append(try leaveTemporary(in: elsewhere))
        for name in others { try folder.write([1], name) }
        let empty: FilePath.Component = ".y_mask.tif.segmentd-abcd01234567.tmp"
        try folder.write([], empty)
        #expect(mkdir(folder.path.appending(".d.segmentd-abcd01234567.tmp").string, 0o777) == 0)
        #expect(try folder.results().removeStaleTemporaries() == 0)
        #expect(try folder.names().count == others.count + 2)
    }

    @Test("a hidden file that could not be removed is told of")
    func leftover() throws {
        let folder = try TemporaryFolder()
        let told = Told()
        let calls = FileCalls { call throws(Errno) in if call == .remove { throw .permissionDenied } }
        let place = OutputFolder(base: folder.path, below: [], creatable: 0, isBaseCreatable: false)
        let results = try ResultFolder(opening: place, calls: calls) { told.count.withLock { $0 += 1 } }
        let sample = SampleResult(content: "one", outputs: [.mask])
        try sample.commit(to: results)
        #expect(told.count.withLock { $0 } == 0)
        _ = try ResultCommit(in: results, names: OutputNames(image: "y.tif", recipe: nil), outputs: [.mask])
        #expect(told.count.withLock { $0 } == 1)
    }

    private final class Told: Sendable {
        let count = Mutex(0)
    }

    @Test("a hidden file that a sweep has just taken is made anew")
    func sweptWhileMade() throws {
        let folder = try TemporaryFolder()
        let sweeps = Mutex(0)
        let calls = FileCalls { [path = folder.path] call throws(Errno) in
            // Between the creation and the lock.
            guard call == .lock else { return }
            let count = sweeps.withLock { count in
                count += 1
                return count
            }
            guard count <= 3 else { return }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []
            for name in names { unlink(path.appending(name).string) }
        }
        try SampleResult(content: "one", outputs: [.mask]).commit(to: folder.results(calls))
        #expect(sweeps.withLock { $0 } > 3)
        let sample = SampleResult(content: "one", outputs: [.mask])
        #expect(try FolderReader.look(at: folder, expecting: [sample]) == .whole("one"))
    }

    @Test("a worker that outlives the daemon does not protect its hidden file")
    func orphan() throws {
        let folder = try TemporaryFolder()
        var commit: ResultCommit? = try ResultCommit(
            in: folder.results(FileCalls { call throws(Errno) in if call == .remove { throw .ioError } }),
            names: OutputNames(image: "x.tif", recipe: nil),
            outputs: [.mask]
        )
        let worker = try FileDescriptor(rawValue: #require(commit?.descriptors.first)).duplicate()
        commit = nil
        #expect(try folder.names().count == 1)
        #expect(try folder.results().removeStaleTemporaries() == 1)
        try worker.close()
    }

    @Test("an image that cannot be read is named")
    func unreadable() {
        let error = Failure.imageUnreadable(name: "gone.tif", code: .badFileDescriptor)
        #expect(error.kind == "image_unreadable" && error.message.contains("gone.tif"))
    }
}
