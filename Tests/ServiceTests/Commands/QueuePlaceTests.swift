import Service
import SystemPackage
import Testing
import Watching

@Suite("Places in the queue, and what moves them")
struct QueuePlaceTests {
    private static func entry(_ path: String, _ arrival: Arrival, folder: Int) -> ImageQueue.Entry {
        ImageQueue.Entry(folder: folder, path: FilePath(path), arrival: arrival, lastChange: .now)
    }

    @Test("the place of every image is the one at which it comes out", arguments: 0..<20)
    func places(turn: Int) async throws {
        let queue = ImageQueue()
        for number in 0..<turn { queue.enqueue(Self.entry("t\(number)", .live, folder: number % 3)) }
        for _ in 0..<turn { _ = await queue.next() }
        for (folder, count) in [7, 2, 4].enumerated() {
            for number in 0..<count {
                queue.enqueue(
                    Self.entry("\(folder)-\(number)", (number + turn) % 3 == 0 ? .live : .backlog, folder: folder)
                )
            }
        }
        let paths = [7, 2, 4].enumerated().flatMap { folder, count in (0..<count).map { "\(folder)-\($0)" } }
        let places = paths.map { QueuePlace(of: FilePath($0), in: queue) }
        var order: [String] = []
        for _ in paths { order.append(try #require(await queue.next()).path.string) }
        for (path, place) in zip(paths, places) { #expect(place?.ahead == order.firstIndex(of: path), "\(path)") }
        #expect(QueuePlace(of: "0-0", in: queue) == nil)
    }

    @Test("an image that is put in front comes before all of its folder, once, and with its scope")
    func first() async throws {
        let queue = ImageQueue()
        for path in ["a", "b", "c"] { queue.enqueue(Self.entry(path, .live, folder: 0)) }
        queue.enqueue(Self.entry("d", .backlog, folder: 0))
        for path in ["c", "d", "e"] {
            var entry = Self.entry(path, .backlog, folder: 0)
            entry.scope = .failures
            queue.enqueueFirst(entry)
        }
        #expect(queue.count == 5)
        var order: [String] = []
        var scopes: [RedoScope] = []
        for _ in 0..<5 {
            let entry = try #require(await queue.next())
            order.append(entry.path.string)
            scopes.append(entry.scope)
        }
        #expect(order == ["e", "d", "c", "a", "b"])
        #expect(scopes == [.failures, .failures, .failures, .due, .due])
    }

    @Test("of a paused folder nothing comes out, until it is resumed: also for one who waits already")
    func pause() async throws {
        let queue = ImageQueue()
        queue.pause([0])
        for path in ["a", "b"] { queue.enqueue(Self.entry(path, .live, folder: 0)) }
        queue.enqueue(Self.entry("c", .backlog, folder: 1))
        #expect(await queue.next()?.path == "c")
        async let waiting = queue.next()
        try await Task.sleep(for: .milliseconds(20))
        queue.enqueue(Self.entry("d", .live, folder: 0))
        queue.enqueueFirst(Self.entry("e", .live, folder: 0))
        try await Task.sleep(for: .milliseconds(20))
        #expect(queue.count == 4)
        queue.resume([0])
        #expect(await waiting?.path == "e")
        #expect(queue.count == 3 && queue.paused.isEmpty)
    }
}
