import CLinux
import Files
import Glibc
import Imaging
import Results
import Synchronization
import SystemPackage
import TIFFFiles
import TestSupport
import Testing
import WorkerProtocol

@Suite("Commit of results")
struct ResultCommitTests {
    private let sample = SampleResult(content: "one", outputs: OutputKind.allCases)

    @Test("lays the files with the mode that the umask leaves, and nothing else")
    func files() throws {
        let folder = try TemporaryFolder()
        try sample.commit(to: folder.results())
        #expect(try FolderReader.look(at: folder, expecting: [sample]) == .whole("one"))
        #expect(try folder.names() == Set(sample.files.keys).union([sample.names.summary]))
        // Compared with a file made here: the umask belongs to the whole process.
        let reference = try FileDescriptor.open(
            folder.path.appending("reference"),
            .writeOnly,
            options: .create,
            permissions: FilePermissions(rawValue: 0o666)
        )
        try reference.close()
        let modes = try folder.names().map { name -> mode_t in
            var status = stat()
            #expect(stat(folder.path.appending(name).string, &status) == 0)
            return status.st_mode
        }
        #expect(Set(modes).count == 1)
    }

    @Test("the hidden files are there until the commit, and go with a discard or a dropped object")
    func temporaries() throws {
        let folder = try TemporaryFolder()
        var commit: ResultCommit? = try ResultCommit(
            in: folder.results(),
            names: sample.names,
            outputs: [.mask, .objects]
        )
        let hidden = try FolderReader.hidden(folder)
        #expect(hidden.count == 2)
        #expect(hidden[0].wholeMatch(of: /\.x_mask\.tif\.segmentd-[a-z0-9]{12}\.tmp/) != nil)
        #expect(try folder.names().count == 2)
        commit?.discard()
        #expect(try folder.names().isEmpty)
        commit = try ResultCommit(in: folder.results(), names: sample.names, outputs: [.mask])
        #expect(try folder.names().count == 1)
        #expect(commit?.descriptors.count == 1)
        commit = nil
        #expect(try folder.names().isEmpty)
    }

    @Test("a file that does not carry our mark is never replaced", arguments: OutputKind.allCases)
    func foreign(kind: OutputKind) throws {
        let folder = try TemporaryFolder()
        let raw = kind == .objects ? Array("label,area\n1,2\n".utf8) : SampleResult.tiff(software: "ImageJ")
        try folder.write(raw, sample.names[kind])
        expectRefusal(naming: sample.names[kind]) { try sample.commit(to: folder.results()) }
        #expect(try folder.read(sample.names[kind]) == raw)
        #expect(try folder.names().count == 1)
        let other = OutputKind.allCases.filter { $0 != kind }
        try SampleResult(content: "one", outputs: other).commit(to: folder.results())
        #expect(try folder.read(sample.names[kind]) == raw)
    }

    @Test("a foreign summary is never replaced, not even by a failure", arguments: ["{}", "", #"{"mark": "x"}"#])
    func foreignSummary(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(text.utf8), sample.names.summary)
        expectRefusal(naming: sample.names.summary) { try sample.commit(to: folder.results()) }
        expectRefusal(naming: sample.names.summary) {
            _ = try folder.results().record(failure: sample.failure(), names: sample.names)
        }
        #expect(try folder.read(sample.names.summary) == Array(text.utf8))
        #expect(try folder.names().count == 1)
    }

    @Test("links and folders at the name of an output are left alone")
    func links() throws {
        let folder = try TemporaryFolder()
        let raw = SampleResult.tiff(software: SoftwareTag.program)
        try folder.write(raw, "raw.tif")
        let link = folder.path.appending(sample.names[.labels])
        #expect(symlink("raw.tif", link.string) == 0)
        expectRefusal(naming: sample.names[.labels]) { try sample.commit(to: folder.results()) }
        #expect(unlink(link.string) == 0 && mkdir(link.string, 0o777) == 0)
        expectRefusal(naming: sample.names[.labels]) { try sample.commit(to: folder.results()) }
        #expect(rmdir(link.string) == 0)
        try sample.commit(to: folder.results())
        #expect(try folder.read("raw.tif") == raw)
    }

    @Test("a file that appears in the last moment stays")
    func appearing() throws {
        let folder = try TemporaryFolder()
        let labels = sample.names[.labels]
        let isFirst = Mutex(true)
        let calls = FileCalls { [path = folder.path] call throws(Errno) in
            guard call == .rename,
                isFirst.withLock({ first in
                    defer { first = false }
                    return first
                })
            else { return }
            _ = creat(path.appending(labels).string, 0o600)
        }
        expectRefusal(naming: labels) { try sample.commit(to: folder.results(calls)) }
        #expect(try folder.read(labels) == [])
        #expect(try folder.read(sample.names.summary) == nil)
        #expect(try FolderReader.hidden(folder) == [])
    }

    @Test("a worker that wrote less than it says commits nothing")
    func incomplete() throws {
        let folder = try TemporaryFolder()
        let commit = try ResultCommit(in: folder.results(), names: sample.names, outputs: sample.outputs)
        let error = #expect(throws: Failure.self) { try commit.commit(sample.summary) }
        #expect(error?.kind == "output_incomplete" && error?.isTransient == true)
        #expect(try folder.names().isEmpty)
    }

    @Test("outputs of a broken-off run go too, when the next run does not write them")
    func leftovers() throws {
        let folder = try TemporaryFolder()
        try sample.commit(to: folder.results())
        #expect(unlink(folder.path.appending(sample.names.summary).string) == 0)
        let next = SampleResult(content: "two", outputs: [.labels])
        try next.commit(to: folder.results())
        #expect(try FolderReader.look(at: folder, expecting: [next]) == .whole("two"))
    }

    @Test("an earlier output that somebody has edited stays, even when it is no longer written")
    func edited() throws {
        let folder = try TemporaryFolder()
        try sample.commit(to: folder.results())
        let edited = SampleResult.tiff(software: "ImageJ")
        try folder.write(edited, sample.names[.mask])
        try SampleResult(content: "two", outputs: [.labels]).commit(to: folder.results())
        #expect(try folder.read(sample.names[.mask]) == edited)
        #expect(try folder.names().count == 3)
    }

    private func expectRefusal(naming name: FilePath.Component, _ body: () throws -> Void) {
        let error = #expect(throws: Failure.self) { try body() }
        #expect(error?.kind == "output_exists" && error?.isTransient == false)
        #expect(error?.message.contains("/\(name.string) ") == true)
        #expect(error?.remedy.isEmpty == false)
    }
}
