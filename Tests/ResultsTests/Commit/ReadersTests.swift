import CLinux
import Files
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Who may read results")
struct ReadersTests {
    private static func access(_ group: UInt32, _ mode: CInterop.Mode) -> Readers.Access {
        Readers.Access(group: group, permissions: FilePermissions(rawValue: mode))
    }

    @Test(
        "those who may read the image where it lies",
        arguments: [
            (access(7, 0o664), access(7, 0o775), 7, true), (access(7, 0o660), access(7, 0o770), 7, false),
            (access(7, 0o640), access(7, 0o2750), 7, false), (access(7, 0o644), access(7, 0o770), 7, false),
            // Who may enter reads as one of the others, or the image's group enters as one of them.
            (access(5, 0o644), access(7, 0o750), 7, false), (access(5, 0o640), access(7, 0o755), 5, false),
            // Nobody is in both groups for certain.
            (access(5, 0o640), access(7, 0o750), nil, false), (access(7, 0o600), access(7, 0o775), nil, false),
            (access(7, 0o666), access(7, 0o700), nil, false),
        ] as [(Readers.Access, Readers.Access, UInt32?, Bool)]
    )
    func rule(image: Readers.Access, folder: Readers.Access, group: UInt32?, includesOthers: Bool) {
        let readers = Readers(image: image, folder: folder)
        #expect(readers.group == group && readers.includesOthers == includesOthers)
    }

    @Test("permissions of results and new folders are theirs, whatever the umask leaves", arguments: [0o644, 0o600])
    func modes(mode: CInterop.Mode) throws {
        let scratch = try TemporaryFolder()
        let readers = Readers(image: Self.access(getegid(), mode), folder: Self.access(getegid(), 0o711))
        let folder = OutputFolder(base: scratch.path, below: ["results"], creatable: 1, isBaseCreatable: false)
        let sample = SampleResult(content: "one", outputs: [.mask, .objects])
        try sample.commit(to: ResultFolder(opening: folder, readers: readers))
        let path = scratch.path.appending("results")
        #expect(try Self.status(path).st_mode & 0o755 == 0o711)
        for name in Array(sample.files.keys) + [sample.names.summary] {
            #expect(try Self.status(path.appending(name)).st_mode & 0o755 == mode)
        }
    }

    @Test(
        "a chosen group and mode overrule the image, the umask and a setgid bit",
        .enabled(if: geteuid() == 0, "only root gives files to any group"),
        arguments: [0o770, 0o2770]
    )
    func chosen(mode: CInterop.Mode) throws {
        let scratch = try TemporaryFolder()
        #expect(chown(scratch.path.string, 5555, 4321) == 0 && chmod(scratch.path.string, mode) == 0)
        let readers = Readers(image: Self.access(8765, 0o600), folder: Self.access(8765, 0o700))
            .overruled(group: 1234, mode: [.ownerReadWrite, .groupReadWrite, .otherRead])
        let folder = OutputFolder(base: scratch.path, below: ["results"], creatable: 1, isBaseCreatable: false)
        let sample = SampleResult(content: "one", outputs: [.mask, .objects])
        try sample.commit(to: ResultFolder(opening: folder, readers: readers))
        let path = scratch.path.appending("results")
        #expect(try Self.status(path).st_mode & 0o077 == 0o075)
        for name in Array(sample.files.keys) + [sample.names.summary] {
            let status = try Self.status(path.appending(name))
            #expect(status.st_gid == 1234 && status.st_mode & 0o777 == 0o664)
        }
    }

    @Test(
        "results take the group of the image's folder; a setgid bit goes first",
        .enabled(if: geteuid() == 0, "only root gives files to any group"),
        arguments: [0o770, 0o2770]
    )
    func group(mode: CInterop.Mode) throws {
        let scratch = try TemporaryFolder()
        #expect(chown(scratch.path.string, 5555, 4321) == 0 && chmod(scratch.path.string, mode) == 0)
        // With the bit, the folder's own group is there already, and stays.
        let readers = Readers(image: Self.access(8765, 0o640), folder: Self.access(8765, 0o750))
        let expected: gid_t = mode & 0o2000 == 0 ? 8765 : 4321
        let sample = SampleResult(content: "one", outputs: [.mask])
        for below in [[], ["a", "b"]] as [[FilePath.Component]] {
            let folder = OutputFolder(
                base: scratch.path,
                below: below,
                creatable: below.count,
                isBaseCreatable: false
            )
            try sample.commit(to: ResultFolder(opening: folder, readers: readers))
            for name in [sample.names[.mask], sample.names.summary] {
                let status = try Self.status(folder.path.appending(name))
                #expect(status.st_gid == expected && status.st_mode & 0o077 == 0o040)
            }
        }
        for name in ["a", "a/b"] {
            let status = try Self.status(scratch.path.pushing(FilePath(name)))
            #expect(status.st_gid == expected && status.st_mode & 0o7077 == (mode & 0o2000) | 0o050)
        }
    }

    private static func status(_ path: FilePath) throws -> stat {
        var status = stat()
        try #require(lstat(path.string, &status) == 0)
        return status
    }
}
