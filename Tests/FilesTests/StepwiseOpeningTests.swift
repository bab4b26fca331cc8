import CLinux
import Files
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite("Opening folder by folder")
struct StepwiseOpeningTests {
    private let scratch: TemporaryFolder
    private let place: FilePath

    init() async throws {
        scratch = try TemporaryFolder()
        place = try FileCalls().realPath(of: scratch.path)
        await Shell.made(
            in: place.string,
            "mkdir -p in/a/b out && printf 1 | tee in/x in/a/b/x out/x && ln -s x in/link && ln -s b in/a/down && ln -s ../out in/up"
                + " && ln -s /nowhere in/dangling && mkfifo in/pipe && mkdir in/closed"
        )
    }

    /// The file that was opened, or why none was.
    private static func found(_ body: () throws(Errno) -> Descriptor) -> String {
        do throws(Errno) {
            let state = try FileCalls().state(of: body())
            return "\(state.device):\(state.inode)"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "finds, and refuses, what openat2 does",
        arguments: [
            "x", "a/b/x", "a/b", "a", "./a/./b/x", "link", "a/down", "a/down/x", "up", "up/x", "dangling", "dangling/x",
            "pipe", "pipe/x", "none", "a/none/x", "x/y", "../out/x", "a/../../out/x",
        ]
    )
    func beneath(path: String) throws {
        let folder = try FileCalls().openFolder(at: place.appending("in"))
        for use in [FileUse.reading, .writing, .looking, .listing, .passing] {
            let limits = UInt64(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS)
            let kernel = Self.found { () throws(Errno) in
                let number = path.withCString { clinux_openat2(folder.number, $0, UInt64(use.flags), 0, limits) }
                guard number >= 0 else { throw Errno(rawValue: errno) }
                return Descriptor(owning: number)
            }
            let steps = Self.found { () throws(Errno) in
                try FileCalls().openStepwise(FilePath(path), for: use, .beneath(folder), as: .openFile)
            }
            #expect(steps == kernel, "\(path) for \(use)")
        }
    }

    @Test("so it does from the top", arguments: ["in/x", "in/a/down/x", "in/link", "in/up", "", "in/pipe"])
    func absolute(path: String) {
        let whole = place.appending(path)
        for use in [FileUse.reading, .looking, .listing, .passing] {
            let kernel = Self.found { () throws(Errno) in
                let number = whole.withPlatformString {
                    clinux_openat2(AT_FDCWD, $0, UInt64(use.flags), 0, UInt64(RESOLVE_NO_SYMLINKS))
                }
                guard number >= 0 else { throw Errno(rawValue: errno) }
                return Descriptor(owning: number)
            }
            let steps = Self.found { () throws(Errno) in
                try FileCalls().openStepwise(whole, for: use, .withoutLinks, as: .openFile)
            }
            #expect(steps == kernel, "\(whole) for \(use)")
        }
    }

    @Test(
        "a new folder has its mode at once, and keeps the setgid bit",
        arguments: [(0o2770, 0o2750), (0o2775, 0o2755), (0o750, 0o750), (0o700, 0o700)]
            as [(CInterop.Mode, CInterop.Mode)]
    )
    func newFolder(parent: CInterop.Mode, expected: CInterop.Mode) throws {
        let folder = place.appending("in/closed")
        #expect(chmod(folder.string, parent) == 0)
        let opened = try FileCalls().openFolder(at: folder)
        let access = try FileCalls().access(of: opened)
        let readers = Readers(image: access, folder: access)
        #expect(try FileCalls().makeFolder("new", in: opened, readers: readers))
        #expect(try FileCalls().makeFolder("new", in: opened, readers: readers) == false)
        let made = try FileCalls().access(of: FileCalls().openFolder(at: folder.appending("new")))
        // The right to write is the umask's to give, and it is another one in each environment.
        #expect(made.permissions.subtracting([.groupWrite, .otherWrite]).rawValue == expected & ~0o022)
    }
}

extension Shell {
    /// Runs commands in `folder`.
    fileprivate static func made(in folder: String, _ commands: String) async {
        _ = try? await Shell(in: folder).run(commands)
    }
}
