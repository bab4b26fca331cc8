import Files
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite("Copying a part of a file")
struct CopyTests {
    /// Copies all of `range`, in as many calls as it takes.
    private func copy(_ range: Range<Int>, of folder: TemporaryFolder, calls: FileCalls = FileCalls()) throws {
        let place = try FileCalls().openFolder(at: folder.path)
        let (source, target) = (
            try FileCalls().openFile("source", in: place),
            try FileCalls().openFile("target", in: place, forWriting: true)
        )
        try calls.write(Array("head ".utf8), to: target)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = try calls.copy(range.upperBound - offset, of: source, at: offset, to: target)
            if count == 0 { break }
            offset += count
        }
        try calls.write(Array(" tail, cut".utf8), to: target)
        try calls.cut(target, to: 5 + offset - range.lowerBound + 5)
        try calls.write(Array("!".utf8), to: target)
    }

    @Test("takes its bytes and no others, in the kernel or, where it refuses, here", arguments: [false, true])
    func copies(isRefused: Bool) throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 * 7 % 251) }
        try folder.write(bytes, to: "source")
        try folder.write([], to: "target")
        let writes = Mutex(0)
        let calls = FileCalls { call throws(Errno) in
            // Every second call that writes is one in the kernel.
            guard isRefused, call == .write else { return }
            let number = writes.withLock { count in
                count += 1
                return count
            }
            if number > 1, number % 2 == 0, number < 7 { throw .notSupported }
        }
        try copy(1_000..<2_900_000, of: folder, calls: calls)
        #expect(try folder.read("target") == Array("head ".utf8) + bytes[1_000..<2_900_000] + Array(" tail!".utf8))
    }

    @Test("ends where the file ends, and says when the disk is full")
    func ends() throws {
        let folder = try TemporaryFolder()
        try folder.write([1, 2, 3], to: "source")
        try folder.write([], to: "target")
        try copy(1..<10, of: folder)
        #expect(try folder.read("target") == Array("head ".utf8) + [2, 3] + Array(" tail!".utf8))
        let full = FileCalls { call throws(Errno) in if call == .write { throw .noSpace } }
        let place = try FileCalls().openFolder(at: folder.path)
        let file = try FileCalls().openFile("target", in: place, forWriting: true)
        #expect(throws: Errno.noSpace) { try full.copy(2, of: file, at: 0, to: file) }
    }
}
