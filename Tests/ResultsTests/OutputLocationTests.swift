import Files
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Where results go")
struct OutputLocationTests {
    @Test(
        "the folder",
        arguments: [
            (.beside, "/data/scope/a/b/x.tif", "/data/scope/a/b"),
            (.subfolder("seg"), "/data/scope/a/b/x.tif", "/data/scope/a/b/seg"),
            (.mirror(root: "/out"), "/data/scope/a/b/x.tif", "/out/a/b"),
            (.mirror(root: "/out"), "/data/scope/x.tif", "/out"),
            (.mirror(root: "/out"), "/elsewhere/a/x.tif", "/out"),
            (.beside, "/elsewhere/a/x.tif", "/elsewhere/a"),
            (.mirror(root: "/out"), "/data/scope/a/../../../x.tif", "/out"),
            (.mirror(root: "/out"), "/data/scope2/x.tif", "/out"),
        ] as [(OutputLocation, FilePath, FilePath)]
    )
    func folder(location: OutputLocation, image: FilePath, expected: FilePath) {
        #expect(location.folder(forImage: image, below: "/data/scope/").path == expected)
    }

    @Test("sub-folders and mirrored folders are made, folders of raw images never")
    func making() throws {
        let scratch = try TemporaryFolder()
        let raw = scratch.path.appending("raw")
        let image = raw.appending("a/b/x.tif")
        for location in [.beside, .subfolder("seg")] as [OutputLocation] {
            let folder = location.folder(forImage: image, below: raw)
            let error = #expect(throws: Failure.self) { try ResultFolder(opening: folder) }
            #expect(error?.kind == "output_unwritable" && error?.isTransient == true)
            #expect(error?.message.contains(raw.string) == true)
        }
        #expect(try scratch.names().isEmpty)

        let mirror = OutputLocation.mirror(root: scratch.path.appending("out")).folder(forImage: image, below: raw)
        #expect(try ResultFolder(existing: mirror) == nil)
        #expect(try scratch.names().isEmpty)
        _ = try ResultFolder(opening: mirror)
        #expect(try ResultFolder(existing: mirror)?.path == scratch.path.appending("out/a/b"))

        let unmounted = OutputLocation.mirror(root: scratch.path.appending("share/out"))
        #expect(throws: Failure.self) {
            try ResultFolder(opening: unmounted.folder(forImage: image, below: raw))
        }
        #expect(try scratch.names() == ["out"])

        for path in ["raw", "raw/a", "raw/a/b"] { #expect(mkdir(scratch.path.string + "/" + path, 0o777) == 0) }
        let beside = OutputLocation.subfolder("seg").folder(forImage: image, below: raw)
        for _ in 1...2 { #expect(try ResultFolder(opening: beside).path == raw.appending("a/b/seg")) }
    }

    @Test("a link below the watched folder leads nowhere")
    func links() throws {
        let scratch = try TemporaryFolder()
        let outside = scratch.path.appending("outside")
        #expect(mkdir(outside.string, 0o777) == 0 && mkdir(scratch.path.appending("raw").string, 0o777) == 0)
        #expect(symlink(outside.string, scratch.path.appending("raw/seg").string) == 0)
        let raw = scratch.path.appending("raw")
        let folder = OutputLocation.subfolder("seg").folder(forImage: raw.appending("x.tif"), below: raw)
        #expect(throws: Failure.self) { try ResultFolder(opening: folder) }
    }

    @Test("a folder without write permission is named, with the remedy")
    func readOnly() throws {
        // Not even root creates a file here.
        let folder = try ResultFolder(
            opening: OutputFolder(base: "/sys", below: [], creatable: 0, isBaseCreatable: false)
        )
        let error = #expect(throws: Failure.self) {
            try ResultCommit(in: folder, names: OutputNames(image: "x.tif", recipe: nil), outputs: [.mask])
        }
        #expect(error?.kind == "output_unwritable" && error?.isTransient == true)
        #expect(error?.message.contains("/sys/x_mask.tif") == true)
        #expect(error?.remedy.contains("have results written elsewhere") == true)
    }

    @Test("a read-only file system is told apart")
    func readOnlyFileSystem() throws {
        let scratch = try TemporaryFolder()
        let calls = FileCalls { call throws(Errno) in if call == .createFile { throw .readOnlyFileSystem } }
        let error = #expect(throws: Failure.self) {
            try SampleResult(content: "", outputs: [.mask]).commit(to: scratch.results(calls))
        }
        #expect(error?.kind == "output_unwritable" && error?.isTransient == true)
        #expect(error?.remedy.contains("ReadWritePaths") == true)
    }
}
