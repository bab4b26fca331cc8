import SystemPackage
import Testing
import Watching

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
