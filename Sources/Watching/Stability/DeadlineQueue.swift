import HeapModule

/// Keys by the time they are due, equal times in the order they came; a backlog of a million files costs no more than
/// its size.
package struct DeadlineQueue<Key: Sendable>: Sendable {
    private struct Entry: Comparable, Sendable {
        let time: Duration
        let order: UInt64
        let key: Key

        static func == (one: Entry, other: Entry) -> Bool { one.order == other.order }
        static func < (one: Entry, other: Entry) -> Bool { (one.time, one.order) < (other.time, other.order) }
    }

    private var entries = Heap<Entry>()
    private var nextOrder: UInt64 = 0

    /// An empty queue.
    package init() {}

    /// The earliest time in the queue.
    package var first: Duration? { entries.min?.time }

    /// Adds `key`, due at `time`.
    package mutating func insert(_ key: Key, at time: Duration) {
        entries.insert(Entry(time: time, order: nextOrder, key: key))
        nextOrder += 1
    }

    /// Takes out the earliest key if it is due at `now`.
    package mutating func popDue(at now: Duration) -> (key: Key, time: Duration)? {
        guard let first = entries.min, first.time <= now else { return nil }
        entries.removeMin()
        return (first.key, first.time)
    }
}
