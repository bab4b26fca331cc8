import Files
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite("What a file is")
struct FileStateTests {
    private let scratch: TemporaryFolder

    init() throws { scratch = try TemporaryFolder() }

    @Test("identity is size and modification time; the state also tells a replaced file")
    func identity() throws {
        try scratch.write([1, 2, 3], to: "a")
        #expect(rename(scratch.appending("a"), scratch.appending("b")) == 0)
        try scratch.write([4, 5, 6], to: "a")
        let times = [timespec(tv_sec: 1_000, tv_nsec: 5), timespec(tv_sec: 1_700_000_000, tv_nsec: 123_456_789)]
        let states = try ["a", "b"].map { name in
            #expect(utimensat(AT_FDCWD, scratch.appending(name), times, 0) == 0)
            return try FileCalls().state(at: FilePath(scratch.appending(name)))
        }
        #expect(states[0].identity == states[1].identity)
        #expect(
            states[0].identity
                == FileIdentity(size: 3, modificationSeconds: 1_700_000_000, modificationNanoseconds: 123_456_789)
        )
        #expect(states[0] != states[1] && states[0].inode != states[1].inode && !states[0].isSameFile(as: states[1]))
        #expect(!states[0].identity.isOlder(than: states[1].identity))
    }

    @Test("by path, by name and by descriptor it is the same; a link is itself unless followed")
    func ways() throws {
        let path = try scratch.write([1], to: "file")
        let folder = try FileCalls().openFolder(at: scratch.path)
        let file = try FileCalls().openFile("file", in: folder)
        let state = try FileCalls().state(of: file)
        #expect(try FileCalls().state(at: path) == state)
        #expect(try FileCalls().state(of: "file", in: folder) == state)
        #expect(try FileCalls().state(of: "absent", in: folder) == nil)
        #expect(throws: Errno.noSuchFileOrDirectory) {
            try FileCalls().state(at: path.removingLastComponent().appending("absent"))
        }

        #expect(symlink("file", scratch.appending("link")) == 0)
        let link = FilePath(scratch.appending("link"))
        #expect(try FileCalls().state(at: link).type == .symbolicLink)
        #expect(try FileCalls().state(of: "link", in: folder)?.isRegularFile == false)
        #expect(try FileCalls().state(at: link, followingLink: true) == state)
        #expect(try FileCalls().realPath(of: link) == FileCalls().realPath(of: path))
        #expect(throws: Errno.tooManySymbolicLinkLevels) { try FileCalls().openFile("link", in: folder) }
    }

    @Test("digests are those of sha256sum, across blocks, and move no position")
    func digests() throws {
        #expect(
            FileDigest.sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        let path = try scratch.write([UInt8](repeating: UInt8(ascii: "a"), count: 3_000_000), to: "a")
        let file = try FileDescriptor.open(path, .readOnly)
        try file.closeAfter {
            try file.seek(offset: 17, from: .start)
            #expect(
                try FileDigest.sha256(fileDescriptor: file.rawValue)
                    == "2a152c894398719c0570f83fac34ac03a0f6e8e474b995c2403aa5434f7b9dd4"
            )
            #expect(try file.seek(offset: 0, from: .current) == 17)
        }
        #expect(throws: Errno.badFileDescriptor) { try FileDigest.sha256(fileDescriptor: -1) }
    }

    @Test("the first bytes of a file, and all of a shorter one")
    func first() throws {
        let folder = try FileCalls().openFolder(at: scratch.path)
        try scratch.write([1, 2, 3, 4], to: "a")
        let file = try FileCalls().openFile("a", in: folder)
        #expect(try FileCalls().read(file.number, first: 3) == [1, 2, 3])
        #expect(try FileCalls().read(file.number, first: 9) == [1, 2, 3, 4])
        #expect(try FileCalls().read(file.number, first: 0) == [])
    }
}
