import Files
import Results
import Service
import Settings
import Synchronization
import Testing
import WorkerProtocol

@Suite("Room for results")
struct StorageRoomTests {
    @Test(
        "outputs are left out in the order of their bulk, then images wait",
        arguments: [
            (200, [.mask, .labels, .probabilities]), (160, [.mask, .labels, .probabilities]), (159, [.mask, .labels]),
            (110, [.mask, .labels]), (109, nil), (0, nil),
        ] as [(Int64, [OutputKind]?)]
    )
    func order(free: Int64, expected: [OutputKind]?) {
        let space = FileSystemSpace(total: 1000, free: free)
        let room = StorageRoom(.share(0.1), of: space, holdsRawData: true)
        #expect(room.outputs(of: [.mask, .labels, .probabilities], forImageOf: 10) == expected)
    }

    @Test("a share is kept for raw data alone, an amount always")
    func kinds() {
        let space = FileSystemSpace(total: 1000, free: 5)
        #expect(StorageRoom(.share(0.1), of: space, holdsRawData: false).outputs(of: [.mask], forImageOf: 1) == [.mask])
        #expect(StorageRoom(.bytes(10), of: space, holdsRawData: false).outputs(of: [.mask], forImageOf: 1) == nil)
    }

    @Test("an image without room waits, one with little room is done again when there is more")
    func image() async throws {
        var acquisition = try await Acquisition(outputs: [.labels, .probabilities])
        acquisition.settings.reserve = .bytes(1_000_000)
        let free = Mutex<Int64>(500_000)
        let storage = Storage { _ in FileSystemSpace(total: 1 << 40, free: free.withLock(\.self)) }
        let worker = ScriptedWorker([.finish])
        let processor = acquisition.processor(by: worker, storage: storage)
        #expect(await acquisition.word(by: processor) == "postponed: disk_reserve")
        #expect(try acquisition.names() == ["x.tif"])

        free.withLock { $0 = 1_400_000 }
        #expect(await acquisition.word(by: processor) == "done")
        #expect(try acquisition.names() == ["x.tif", "x_labels.tif", "x_summary.json"])
        let summary = try #require(try acquisition.summary())
        #expect(summary.leftOut == [.probabilities])
        #expect(summary.warnings.contains { $0.contains("left out probabilities") })
        #expect(worker.jobs.last?.recipe.outputs == [.labels])
        #expect(await acquisition.word(by: processor) == "up to date")

        free.withLock { $0 = 1 << 39 }
        #expect(await acquisition.word(by: processor) == "done")
        #expect(try acquisition.names().contains("x_probabilities.tif"))
        #expect(try acquisition.summary()?.leftOut == [])
        #expect(await acquisition.word(by: processor) == "up to date")
        #expect(worker.jobs.count == 2)
    }
}
