import Ledger
import Testing

@Suite("Waits of folders in the ledger")
struct FolderWaitsTests {
    @Test("are kept across reopening, byte for byte, and end")
    func waits() async throws {
        try await withLedgerFolder { (folder: LedgerFolder) async throws in
            let file = folder.path(for: "ledger.sqlite")
            let (one, other): ([UInt8], [UInt8]) = ([0x2F, 0xFF], [0x2F, 0xFE])
            do {
                let ledger = await Ledger(at: file, report: folder.note)
                try await ledger.note(wait: .seconds(3), folder: one)
                try await ledger.note(wait: .milliseconds(1_500), folder: one)
                try await ledger.note(wait: .seconds(60), folder: other)
                try await ledger.note(wait: .zero, folder: other)
            }
            let ledger = await Ledger(at: file, report: folder.note)
            #expect(try await ledger.wait(folder: one) == .milliseconds(1_500))
            #expect(try await ledger.wait(folder: other) == nil)
            #expect(folder.notices.isEmpty)
        }
    }
}
