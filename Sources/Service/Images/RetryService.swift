import ServiceLifecycle
import Synchronization
import SystemPackage
import Watching

/// Puts images at the end of the queue once their pause is over.
struct RetryService: Service {
    private struct Wish: Sendable {
        let entry: ImageQueue.Entry
        let due: ContinuousClock.Instant
    }

    private let queue: ImageQueue
    private let wishes: AsyncStream<Wish>
    private let wish: AsyncStream<Wish>.Continuation

    /// Nothing waits yet.
    init(queue: ImageQueue) {
        self.queue = queue
        (wishes, wish) = AsyncStream.makeStream()
    }

    /// Has an image queued behind all others, from `due` on.
    func add(_ entry: ImageQueue.Entry, from due: ContinuousClock.Instant) {
        var entry = entry
        entry.arrival = .backlog
        wish.yield(Wish(entry: entry, due: due))
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                let waiting = Waiting()
                for await wish in wishes where waiting.insert(wish) {
                    group.addTask {
                        try? await Task.sleep(until: wish.due, clock: .continuous)
                        if !Task.isCancelled, waiting.remove(wish) { queue.enqueue(wish.entry) }
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// Each image waits once, until the earliest time that was wished for: every scan hands it out again.
    private final class Waiting: Sendable {
        private let dues = Mutex<[FilePath: ContinuousClock.Instant]>([:])

        func insert(_ wish: Wish) -> Bool {
            dues.withLock { dues in
                if let due = dues[wish.entry.path], due <= wish.due { return false }
                dues[wish.entry.path] = wish.due
                return true
            }
        }

        /// Whether this is the wish that counts.
        func remove(_ wish: Wish) -> Bool {
            dues.withLock { dues in
                guard dues[wish.entry.path] == wish.due else { return false }
                dues[wish.entry.path] = nil
                return true
            }
        }
    }
}
