/// Keys by the time they are due, equal times in the order they came: a binary heap, so that a backlog of a million
/// files costs no more than its size.
package struct DeadlineQueue<Key: Sendable>: Sendable {
    private struct Entry {
        var time: Duration
        var order: UInt64
        var key: Key

        func isBefore(_ other: Entry) -> Bool {
            (time, order) < (other.time, other.order)
        }
    }

    private var heap: [Entry] = []
    private var nextOrder: UInt64 = 0

    /// An empty queue.
    package init() {}

    /// The earliest time in the queue.
    package var first: Duration? { heap.first?.time }

    /// Adds `key`, due at `time`.
    package mutating func insert(_ key: Key, at time: Duration) {
        heap.append(Entry(time: time, order: nextOrder, key: key))
        nextOrder += 1
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes out the earliest key if it is due at `now`.
    package mutating func popDue(at now: Duration) -> (key: Key, time: Duration)? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            if least == parent { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return (first.key, first.time)
    }
}
