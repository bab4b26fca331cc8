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
        return fold.drain()
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
