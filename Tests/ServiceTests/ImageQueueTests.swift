import Service
import SystemPackage
import Testing
import Watching

@Suite("Image queue")
struct ImageQueueTests {
    private static func entry(_ path: String, _ arrival: Arrival = .backlog, folder: Int = 0) -> ImageQueue.Entry {
        ImageQueue.Entry(folder: folder, path: FilePath(path), arrival: arrival, lastChange: .now)
    }

    /// The next `count` paths.
    private static func paths(_ queue: ImageQueue, _ count: Int) async -> [String] {
        var paths: [String] = []
        for _ in 0..<count { paths.append(await queue.next()?.path.string ?? "end") }
        return paths
    }

    @Test("live images go before the backlog, each in the order of arrival")
    func lanes() async {
        let queue = ImageQueue(folderCount: 1)
        for path in ["b1", "b2"] { queue.enqueue(Self.entry(path)) }
        for path in ["l1", "l2"] { queue.enqueue(Self.entry(path, .live)) }
        #expect(queue.count == 4)
        #expect(await Self.paths(queue, 3) == ["l1", "l2", "b1"])
        queue.enqueue(Self.entry("l3", .live))
        #expect(await Self.paths(queue, 2) == ["l3", "b2"])
        #expect(queue.count == 0)
    }

    @Test("folders take turns, so that one with a large backlog does not hold up the others")
    func fairness() async {
        let queue = ImageQueue(folderCount: 3)
        for number in 1...4 { queue.enqueue(Self.entry("a\(number)", folder: 0)) }
        queue.enqueue(Self.entry("c1", folder: 2))
        queue.enqueue(Self.entry("c2", folder: 2))
        #expect(await Self.paths(queue, 2) == ["a1", "c1"])
        queue.enqueue(Self.entry("b1", folder: 1))
        #expect(await Self.paths(queue, 5) == ["a2", "b1", "c2", "a3", "a4"])
    }

    @Test("an image that waits is taken once; one that was handed out may come again")
    func once() async {
        let queue = ImageQueue(folderCount: 1)
        #expect(queue.enqueue(Self.entry("x")))
        #expect(queue.enqueue(Self.entry("x")))
        #expect(queue.count == 1)
        #expect(await Self.paths(queue, 1) == ["x"])
        #expect(queue.count == 0)
        #expect(queue.enqueue(Self.entry("x")))
        #expect(queue.count == 1)
    }

    @Test("an event moves an image from the backlog to the live lane, and nothing moves it back")
    func upgrade() async {
        let queue = ImageQueue(folderCount: 1)
        for path in ["x", "y", "z"] { queue.enqueue(Self.entry(path)) }
        queue.enqueue(Self.entry("y", .live))
        queue.enqueue(Self.entry("y"))
        #expect(queue.count == 3)
        let first = await queue.next()
        #expect(first?.path == "y")
        #expect(first?.arrival == .live)
        #expect(await Self.paths(queue, 2) == ["x", "z"])
        #expect(queue.count == 0)
    }

    @Test("many images move and leave, and none is lost or handed out twice")
    func manyUpgrades() async {
        let queue = ImageQueue(folderCount: 1, capacity: 1000)
        for number in 0..<500 { queue.enqueue(Self.entry("\(number)")) }
        for number in stride(from: 0, to: 500, by: 3) { queue.enqueue(Self.entry("\(number)", .live)) }
        let expected = stride(from: 0, to: 500, by: 3) + (0..<500).filter { $0 % 3 != 0 }
        #expect(await Self.paths(queue, 500) == expected.map(String.init))
        #expect(queue.count == 0)
    }

    @Test("a full queue takes nothing more, and names the folder once there is room")
    func overflow() async {
        let queue = ImageQueue(folderCount: 2, capacity: 4)
        for path in ["1", "2", "3", "4"] { #expect(queue.enqueue(Self.entry(path))) }
        #expect(!queue.enqueue(Self.entry("5", folder: 1)))
        #expect(!queue.enqueue(Self.entry("6", .live, folder: 1)))
        // One that waits already needs no room.
        #expect(queue.enqueue(Self.entry("3", .live)))
        #expect(queue.count == 4)
        #expect(queue.drainOverflowedFolders().isEmpty)
        #expect(await Self.paths(queue, 1) == ["3"])
        #expect(queue.drainOverflowedFolders().isEmpty)
        #expect(await Self.paths(queue, 1) == ["1"])
        #expect(queue.drainOverflowedFolders() == [1])
        #expect(queue.drainOverflowedFolders().isEmpty)
        #expect(queue.enqueue(Self.entry("5", folder: 1)))
    }

    @Test("a consumer that waits is given the next image that comes")
    func handover() async {
        let queue = ImageQueue(folderCount: 1)
        async let image = queue.next()
        queue.enqueue(Self.entry("x", .live))
        #expect(await image?.path == "x")
        #expect(queue.count == 0)
    }

    @Test("closing ends a consumer that waits, and those that come later; what waits stays")
    func close() async {
        let queue = ImageQueue(folderCount: 1)
        async let image = queue.next()
        queue.close()
        #expect(await image == nil)
        #expect(await queue.next() == nil)
        #expect(!queue.enqueue(Self.entry("x")))

        let filled = ImageQueue(folderCount: 1)
        filled.enqueue(Self.entry("x"))
        filled.close()
        #expect(await filled.next() == nil)
        #expect(filled.count == 1)
    }

    @Test("a consumer that is cancelled gets nothing")
    func cancellation() async {
        let queue = ImageQueue(folderCount: 1)
        let consumer = Task { await queue.next() }
        consumer.cancel()
        #expect(await consumer.value == nil)
    }
}
