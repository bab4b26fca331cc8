import Service
import Synchronization
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
        let queue = ImageQueue()
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
        let queue = ImageQueue()
        for number in 1...4 { queue.enqueue(Self.entry("a\(number)", folder: 0)) }
        queue.enqueue(Self.entry("c1", folder: 2))
        queue.enqueue(Self.entry("c2", folder: 2))
        #expect(await Self.paths(queue, 2) == ["a1", "c1"])
        queue.enqueue(Self.entry("b1", folder: 1))
        #expect(await Self.paths(queue, 5) == ["a2", "b1", "c2", "a3", "a4"])
    }

    @Test("an image that waits is taken once; one that was handed out may come again")
    func once() async {
        let queue = ImageQueue()
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
        let queue = ImageQueue()
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
        let queue = ImageQueue(capacity: 1000)
        for number in 0..<500 { queue.enqueue(Self.entry("\(number)")) }
        for number in stride(from: 0, to: 500, by: 3) { queue.enqueue(Self.entry("\(number)", .live)) }
        let expected = stride(from: 0, to: 500, by: 3) + (0..<500).filter { $0 % 3 != 0 }
        #expect(await Self.paths(queue, 500) == expected.map(String.init))
        #expect(queue.count == 0)
    }

    @Test("a full queue takes nothing more, and names the folder once there is room")
    func overflow() async {
        let queue = ImageQueue(capacity: 4)
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
        let queue = ImageQueue()
        async let image = queue.next()
        queue.enqueue(Self.entry("x", .live))
        #expect(await image?.path == "x")
        #expect(queue.count == 0)
    }

    @Test("an image in work that comes again waits until that is done, and others go ahead of it meanwhile")
    func inWork() async {
        let queue = ImageQueue()
        queue.enqueue(Self.entry("x", .live))
        #expect(await Self.paths(queue, 1) == ["x"])
        queue.enqueue(Self.entry("x"))
        queue.enqueue(Self.entry("x", .live))
        queue.enqueue(Self.entry("y"))
        #expect(queue.count == 2)
        #expect(await Self.paths(queue, 1) == ["y"])
        async let second = queue.next()
        queue.finish("y")
        queue.finish("x")
        let again = await second
        #expect(again?.path == "x" && again?.arrival == .live)
        #expect(queue.count == 0)
        queue.finish("x")
        queue.enqueue(Self.entry("x"))
        #expect(await Self.paths(queue, 1) == ["x"])
    }

    @Test("of consumers that wait, the one with the lowest number gets the image, whoever came first")
    func lowestFirst() async throws {
        let queue = ImageQueue()
        async let second = queue.next(for: 1)
        while queue.waitingConsumers < 1 { await Task.yield() }
        async let first = queue.next(for: 0)
        while queue.waitingConsumers < 2 { await Task.yield() }
        async let third = queue.next(for: 2)
        while queue.waitingConsumers < 3 { await Task.yield() }
        for path in ["a", "b", "c"] { queue.enqueue(Self.entry(path)) }
        #expect(await [first?.path, second?.path, third?.path] == ["a", "b", "c"])
    }

    @Test("several consumers get each image once, and never the same path at a time")
    func consumers() async {
        let queue = ImageQueue()
        let visits = Visits()
        await withDiscardingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    while let entry = await queue.next() {
                        visits.begin(entry.path)
                        await Task.yield()
                        // Each comes again once, while it is in work.
                        if visits.end(entry.path) == 1 { queue.enqueue(entry) }
                        queue.finish(entry.path)
                        if visits.total == 400 { queue.close() }
                    }
                }
            }
            for number in 0..<200 {
                queue.enqueue(Self.entry("\(number)", number.isMultiple(of: 3) ? .live : .backlog, folder: number % 2))
            }
        }
        #expect(visits.clashes == 0)
        #expect(visits.counts.count == 200 && visits.counts.values.allSatisfy { $0 == 2 })
    }

    /// Who is where.
    private final class Visits: Sendable {
        private struct State {
            var atWork: Set<FilePath> = []
            var clashes = 0
            var counts: [FilePath: Int] = [:]
        }

        private let state = Mutex(State())

        var clashes: Int { state.withLock(\.clashes) }
        var counts: [FilePath: Int] { state.withLock(\.counts) }
        var total: Int { counts.values.reduce(0, +) }

        func begin(_ path: FilePath) {
            state.withLock { if !$0.atWork.insert(path).inserted { $0.clashes += 1 } }
        }

        func end(_ path: FilePath) -> Int {
            state.withLock { state in
                state.atWork.remove(path)
                state.counts[path, default: 0] += 1
                return state.counts[path] ?? 0
            }
        }
    }

    @Test("closing ends a consumer that waits, and those that come later; what waits stays")
    func close() async {
        let queue = ImageQueue()
        async let image = queue.next()
        queue.close()
        #expect(await image == nil)
        #expect(await queue.next() == nil)
        #expect(!queue.enqueue(Self.entry("x")))

        let filled = ImageQueue()
        filled.enqueue(Self.entry("x"))
        filled.close()
        #expect(await filled.next() == nil)
        #expect(filled.count == 1)
    }

    @Test("a consumer that is cancelled gets nothing")
    func cancellation() async {
        let queue = ImageQueue()
        let consumer = Task { await queue.next() }
        consumer.cancel()
        #expect(await consumer.value == nil)
    }
}
