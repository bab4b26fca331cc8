import Files
import Foundation
import Ledger
import Synchronization
import TestSupport
import Testing

@Suite("A ledger on a disk in trouble", .enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
struct FullDiskTests {
    private static let identity = FileIdentity(size: 9, modificationSeconds: 7, modificationNanoseconds: 8)

    private let disk: SmallDisk
    private let file: String
    private let noted = Notes()

    init() throws {
        disk = try SmallDisk(kilobytes: 16_384)
        file = disk.appending("ledger.sqlite")
    }

    /// The notices of a ledger, in order.
    private final class Notes: Sendable {
        private let list = Mutex<[LedgerNotice]>([])
        var all: [LedgerNotice] { list.withLock(\.self) }
        func add(_ notice: LedgerNotice) { list.withLock { $0.append(notice) } }
    }

    private func ledger() async -> Ledger {
        await Ledger(at: file, pause: .zero) { [noted] in noted.add($0) }
    }

    private func entry(_ number: Int) -> LedgerEntry {
        LedgerEntry(
            path: Array("/data/\(number).tif".utf8),
            recipe: "",
            identity: Self.identity,
            digest: String(repeating: "a", count: 64),
            state: .done,
            attempts: 1
        )
    }

    private var isSound: Bool {
        !FileManager.default.fileExists(atPath: file + ".damaged")
    }

    @Test("one that fills up under it takes nothing in, says so once, and once that it is over; the file stays")
    func fillsUp() async throws {
        let ledger = await ledger()
        try await ledger.record(entry(0))
        try disk.fill()
        var refused = 0
        for number in 1...200 {
            do { try await ledger.record(entry(number)) } catch {
                #expect(error is LedgerError)
                refused += 1
            }
        }
        #expect(refused > 0)
        #expect(noted.all.map(\.isRecovery) == [false] && isSound)
        #expect(try await ledger.lookup(path: entry(0).path, recipe: "") != nil, "it can still be read")
        try disk.empty()
        for number in 1...200 { try await ledger.record(entry(number)) }
        #expect(noted.all.map(\.isRecovery) == [false, true] && isSound)
        #expect(try await self.ledger().counts() == [.done: 201])
    }

    @Test("one that is full at the start is done without, and the sound file is used again when there is room")
    func fullAtStart() async throws {
        do {
            let ledger = await ledger()
            for number in 0..<100 { try await ledger.record(entry(number)) }
        }
        try disk.fill()
        let ledger = await ledger()
        try? await ledger.record(entry(100))
        _ = try? await ledger.counts()
        #expect(noted.all.count <= 1 && isSound)
        try disk.empty()
        for number in 100..<300 { try await ledger.record(entry(number)) }
        #expect(try await ledger.counts() == [.done: 300])
        #expect(isSound && noted.all.filter { !$0.isRecovery }.count == noted.all.filter(\.isRecovery).count)
        #expect(try await self.ledger().counts() == [.done: 300])
    }

    @Test("one that is read-only at the start is done without; what was noted meanwhile comes into the file")
    func readOnly() async throws {
        do {
            let ledger = await ledger()
            for number in 0..<3 { try await ledger.record(entry(number)) }
        }
        try disk.allowWriting(false)
        let ledger = await ledger()
        for number in 3..<5 { try? await ledger.record(entry(number)) }
        #expect(noted.all.count == 1 && isSound)
        try disk.allowWriting(true)
        try await ledger.record(entry(5))
        #expect(noted.all.map(\.isRecovery) == [false, true] && isSound)
        #expect(try await ledger.lookup(path: entry(0).path, recipe: "") != nil)
        #expect(try await self.ledger().lookup(path: entry(5).path, recipe: "") != nil)
    }
}
