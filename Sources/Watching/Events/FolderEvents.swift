import Files
import Synchronization
import SystemPackage

/// The events of a folder watcher, to be taken by one consumer; as long as it takes none, finished images wait.
package struct FolderEvents: AsyncSequence, Sendable {
    /// Takes one event after the other.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: AsyncStream<FolderEvent>.Iterator
        fileprivate let outlet: FolderOutlet

        package mutating func next(isolation actor: isolated (any Actor)?) async -> FolderEvent? {
            let event = await base.next(isolation: actor)
            if event != nil { outlet.noteTaken() }
            return event
        }
    }

    fileprivate let stream: AsyncStream<FolderEvent>
    fileprivate let outlet: FolderOutlet

    package func makeAsyncIterator() -> Iterator {
        Iterator(base: stream.makeAsyncIterator(), outlet: outlet)
    }
}

/// The sending end, shared by all roots. Its buffer is bounded for finished images by asking `hasRoom` first; removals
/// and notices always pass, as each frees more than it takes (a tracked file) or is rare.
package final class FolderOutlet: Sendable {
    private struct Waiting {
        var events = 0
        /// By root, so that a root asks once however often it looks.
        var blocked: [Int: @Sendable () -> Void] = [:]
        var isBacklogHeld = false
        /// Roots whose backlog is held, whatever the others do.
        var heldRoots: Set<Int> = []
    }

    private let capacity: Int
    private let stream: AsyncStream<FolderEvent>
    private let continuation: AsyncStream<FolderEvent>.Continuation
    private let waiting = Mutex(Waiting())
    private let settled = Mutex<(@Sendable (Int, FilePath, FileState) -> Bool)?>(nil)

    /// An outlet whose consumer may lag by about `capacity` events.
    package init(capacity: Int) {
        self.capacity = capacity
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// The receiving end.
    package var events: FolderEvents { FolderEvents(stream: stream, outlet: self) }

    /// Leaves out of the backlog what `isSettled` says needs no work; it is asked by the loops, and may look at files.
    func leaveOut(where isSettled: @escaping @Sendable (_ root: Int, FilePath, FileState) -> Bool) {
        settled.withLock { $0 = isSettled }
    }

    /// Whether an image of the backlog needs no work.
    func isSettled(_ root: Int, _ path: FilePath, _ state: FileState) -> Bool {
        settled.withLock(\.self)?(root, path, state) ?? false
    }

    /// Passes an event on.
    package func send(_ event: FolderEvent) {
        waiting.withLock { $0.events += 1 }
        continuation.yield(event)
    }

    /// Whether another finished image may be sent; if not, `ring` is called once there is room.
    package func hasRoom(for arrival: Arrival, root: Int, orRing ring: @escaping @Sendable () -> Void) -> Bool {
        waiting.withLock {
            let isOpen =
                arrival == .live
                ? $0.events < capacity
                : $0.events < max(1, capacity / 2) && !$0.isBacklogHeld && !$0.heldRoots.contains(root)
            if isOpen { return true }
            $0.blocked[root] = ring
            return false
        }
    }

    /// Keeps the backlog where it is, or lets it flow again; live images pass in either case.
    func holdBacklog(_ isHeld: Bool) {
        let blocked: [Int: @Sendable () -> Void] = waiting.withLock { waiting in
            guard waiting.isBacklogHeld != isHeld else { return [:] }
            waiting.isBacklogHeld = isHeld
            guard !isHeld else { return [:] }
            defer { waiting.blocked = [:] }
            return waiting.blocked
        }
        for ring in blocked.values { ring() }
    }

    /// The same for one root alone.
    func holdBacklog(_ isHeld: Bool, ofRoot root: Int) {
        let ring: (@Sendable () -> Void)? = waiting.withLock { waiting in
            if isHeld {
                waiting.heldRoots.insert(root)
                return nil
            }
            waiting.heldRoots.remove(root)
            return waiting.blocked.removeValue(forKey: root)
        }
        ring?()
    }

    /// Forgets what was said of a root that is not watched any more.
    func forget(_ root: Int) {
        waiting.withLock { waiting in
            waiting.blocked[root] = nil
            waiting.heldRoots.remove(root)
        }
    }

    /// Ends the sequence for the consumer.
    package func finish() {
        continuation.finish()
    }

    /// The consumer has got an event: where there is room again, those who wait for it are woken.
    fileprivate func noteTaken() {
        let blocked: [Int: @Sendable () -> Void] = waiting.withLock { waiting in
            waiting.events -= 1
            guard waiting.events <= capacity / 4 else { return [:] }
            defer { waiting.blocked = [:] }
            return waiting.blocked
        }
        for ring in blocked.values { ring() }
    }
}
