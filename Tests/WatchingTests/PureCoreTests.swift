import SystemPackage
import Testing
import Watching

@Suite("Change fold")
struct ChangeFoldTests {
    /// The record of one event, as inotify(7) lays it out.
    private func record(_ watch: Int32, _ mask: UInt32, _ name: [UInt8]) -> [UInt8] {
        let padded = name.isEmpty ? [] : name + [UInt8](repeating: 0, count: 16 - name.count % 16)
        let numbers = [UInt32(bitPattern: watch), mask, 0, UInt32(padded.count)]
        return numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } } + padded
    }

    private func fold(capacity: Int = 100, _ records: [[UInt8]]) -> ChangeFold.Changes {
        var fold = ChangeFold(capacity: capacity)
        // At an odd address: read(2) promises no alignment of the records.
        let bytes = [0] + records.flatMap(\.self)
        bytes.withUnsafeBytes { fold.add(UnsafeRawBufferPointer(rebasing: $0[1...]), at: .seconds(1)) }
        return fold.take()
    }

    private let modify: UInt32 = 0x2
    private let closeWrite: UInt32 = 0x8
    private let create: UInt32 = 0x100

    @Test("one change for all events of a name, with bytes that are no text")
    func folding() throws {
        let name: [UInt8] = [0xFF, 0x2E, 0x74, 0x69, 0x66]
        let changes = fold([
            record(1, create, name), record(2, create, name), record(1, modify, name), record(1, closeWrite, name),
        ])
        #expect(changes.changes.map(\.watch) == [1, 2])
        #expect(changes.changes[0].mask == create | modify | closeWrite)
        #expect(changes.changes[0].isWritten && changes.changes[0].isClosed)
        #expect(!changes.changes[1].isWritten && !changes.changes[1].isClosed)
        let bytes = try #require(changes.changes[0].name).withPlatformString { text in
            (0..<5).map { UInt8(bitPattern: text[$0]) }
        }
        #expect(bytes == name)
    }

    @Test("written after closing is not closed; a changed attribute leaves it closed")
    func closing() {
        let name = Array("a.tif".utf8)
        #expect(!fold([record(1, closeWrite, name), record(1, modify, name)]).changes[0].isClosed)
        #expect(fold([record(1, closeWrite, name), record(1, 0x4, name)]).changes[0].isClosed)
    }

    @Test("the kernel's overflow, and its own, drop names but keep the ends of watches")
    func overflow() {
        let records = (0..<5).map { record(1, create, Array("\($0).tif".utf8)) }
        #expect(!fold(capacity: 5, records).overflowed)
        for changes in [
            fold(capacity: 4, [record(7, 0x8000, [])] + records),
            fold(capacity: 9, [record(7, 0x8000, [])] + records + [record(-1, 0x4000, [])]),
        ] {
            #expect(changes.overflowed)
            #expect(changes.changes.contains { $0.watch == 7 && $0.isEnd })
            #expect(changes.changes.count <= 2)
        }
    }

    @Test("a record that is cut off is left out")
    func truncated() {
        let whole = record(1, create, Array("a.tif".utf8))
        for length in 0..<whole.count { #expect(fold([Array(whole[..<length])]).isEmpty) }
    }
}

@Suite("Watch set")
struct WatchSetTests {
    @Test("follows a renamed folder, a re-created one and two that change places")
    func renames() {
        var watches = WatchSet()
        let first = watches.insert(1, for: "/a")
        #expect(first == nil)
        let renamed = watches.insert(1, for: "/b")
        #expect(renamed == nil)
        #expect(watches.folder(of: 1) == "/b" && !watches.contains("/a") && watches.count == 1)

        let recreated = watches.insert(2, for: "/b")
        #expect(recreated == 1)
        watches.remove(1)
        #expect(watches.folder(of: 2) == "/b" && watches.contains("/b"))

        let another = watches.insert(3, for: "/c")
        #expect(another == nil)
        let exchanged = watches.insert(3, for: "/b")
        #expect(exchanged == 2)
        let back = watches.insert(2, for: "/c")
        #expect(back == nil)
        #expect(watches.folder(of: 3) == "/b" && watches.folder(of: 2) == "/c" && watches.count == 2)
    }

    @Test("forgets a tree, and not its namesakes")
    func trees() {
        var watches = WatchSet()
        for (number, folder) in ["/r", "/r/a", "/r/a/b", "/r/ab"].enumerated() {
            _ = watches.insert(Int32(number), for: FilePath(folder))
        }
        let ended = watches.removeTree("/r/a")
        #expect(ended.sorted() == [1, 2])
        #expect(watches.contains("/r/ab") && watches.contains("/r") && watches.folder(of: 2) == nil)
    }
}

@Suite("Deadline queue")
struct DeadlineQueueTests {
    @Test("gives the same order as sorting, equal times as they came", arguments: 1...20)
    func order(seed: Int) {
        var queue = DeadlineQueue<Int>()
        var number = UInt64(seed)
        var expected: [(time: Int, key: Int)] = []
        for key in 0..<200 {
            number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let time = Int(number >> 40) % 30
            queue.insert(key, at: .seconds(time))
            expected.append((time, key))
        }
        expected.sort { ($0.time, $0.key) < ($1.time, $1.key) }
        for (place, entry) in expected.enumerated() {
            #expect(queue.first == .seconds(entry.time))
            let early = queue.popDue(at: .seconds(entry.time) - .nanoseconds(1))
            #expect(early == nil)
            let due = queue.popDue(at: .seconds(30))
            #expect(due?.key == entry.key, "at \(place)")
        }
        #expect(queue.first == nil)
    }
}

@Suite("Debouncer")
struct DebouncerTests {
    @Test("waits until a file has been left alone")
    func quiet() {
        var debouncer = Debouncer(quiet: .seconds(1))
        debouncer.touch("/a", at: .seconds(1))
        debouncer.touch("/b", at: .seconds(1.5))
        debouncer.touch("/a", at: .seconds(1.8))
        #expect(debouncer.nextDeadline == .seconds(2.5))
        let tooEarly = debouncer.takeDue(at: .seconds(2.4))
        #expect(tooEarly.isEmpty)
        let first = debouncer.takeDue(at: .seconds(2.7))
        #expect(first == ["/b"])
        let second = debouncer.takeDue(at: .seconds(9))
        #expect(second == ["/a"])
        #expect(debouncer.nextDeadline == nil)
    }
}

@Suite("Name filter")
struct NameFilterTests {
    @Test(
        "images",
        arguments: [
            ("x.tif", true), ("x.TIFF", true), ("a b.ome.Tif", true), ("x.tif.part", false),
            (".x.tif", false), ("._x.tif", false), ("~$x.tif", false), ("x.btf", false), ("tif", false), ("x.", false),
        ]
    )
    func files(name: FilePath.Component, isImage: Bool) {
        #expect(NameFilter().acceptsFile(name) == isImage)
    }

    @Test(
        "folders",
        arguments: [
            ("x", true), ("MetaData", true), (".git", false), ("@eaDir", false),
            ("#recycle", false), ("System Volume Information", false), ("lost+found", false), (".snapshot", false),
        ]
    )
    func folders(name: FilePath.Component, isEntered: Bool) {
        #expect(NameFilter().entersFolder(name) == isEntered)
    }
}
