import DequeModule
package import Files
import Synchronization
package import SystemPackage
package import Watching

/// The finished images that wait for the worker: bounded, each path once, live images before the backlog.
///
/// A lane serves its folders in turn, so that a folder with a large backlog does not hold up the others. The watcher is
/// asked to hold its backlog back long before the queue is full; a queue that live images fill nevertheless takes
/// nothing more and remembers which folders must be scanned again. So memory stays bounded and nothing is lost.
package final class ImageQueue: Sendable {
    /// One image that waits.
    package struct Entry: Sendable, Equatable {
        /// The number of its folder (`FoldersInForce`).
        package var folder: Int
        package var path: FilePath
        package var arrival: Arrival
        /// When the image was last seen to change.
        package var lastChange: ContinuousClock.Instant
        /// How much is done that its summaries say is done.
        package var scope: RedoScope = .due
        /// What the file looked like when the watcher handed it out; nil where that does not matter.
        package var state: FileState?
        /// Whether only its writer says that it is whole.
        package var isEarly: Bool

        /// An entry for the image at `path`.
        package init(
            folder: Int,
            path: FilePath,
            arrival: Arrival,
            lastChange: ContinuousClock.Instant,
            scope: RedoScope = .due,
            state: FileState? = nil,
            isEarly: Bool = false
        ) {
            self.folder = folder
            self.path = path
            self.arrival = arrival
            self.lastChange = lastChange
            self.scope = scope
            self.state = state
            self.isEarly = isEarly
        }
    }

    /// From so many images of the backlog on, the watcher keeps the rest; it goes on at half of it.
    package static let enoughBacklog = 512

    private struct State {
        var lanes: [Arrival: Lane]
        var arrivals: [FilePath: Arrival] = [:]
        var overflowed: Set<Int> = []
        /// Folders of which nothing is handed out.
        var paused: Set<Int> = []
        var isClosed = false
        /// Those that wait for an image, the one that is asked first last.
        var consumers: [(number: Int, continuation: CheckedContinuation<Entry?, Never>)] = []
        /// What was handed out and is not done.
        var inWork: Set<FilePath> = []
        /// What came again meanwhile.
        var held: [FilePath: Entry] = [:]

        /// Puts an image into its lane, at the end or in front; one that is in work waits until that is done.
        mutating func add(_ entry: Entry, inFront: Bool = false) {
            arrivals[entry.path] = entry.arrival
            if inWork.contains(entry.path) {
                held[entry.path] = entry
            } else {
                lanes[entry.arrival]?.add(entry, inFront: inFront)
            }
        }

        /// The next image that may be handed out.
        mutating func pop() -> Entry? {
            for arrival in Arrival.allCases {
                guard let entry = lanes[arrival]?.popFirst(leaving: paused) else { continue }
                arrivals[entry.path] = nil
                inWork.insert(entry.path)
                return entry
            }
            return nil
        }

        /// Images for consumers that wait, to be given to them outside of the lock.
        mutating func handovers() -> [Handover] {
            var handovers: [Handover] = []
            while let consumer = consumers.last?.continuation, let entry = pop() {
                consumers.removeLast()
                handovers.append(Handover(consumer: consumer, entry: entry))
            }
            return handovers
        }
    }

    private struct Handover {
        let consumer: CheckedContinuation<Entry?, Never>
        let entry: Entry
    }

    /// The images of one arrival.
    struct Lane {
        /// By folder; those of which nothing waits are not there.
        var folders: [Int: Deque<Entry>] = [:]
        /// The folder that is served next, or the one after it.
        var turn = 0

        /// The folders in the order in which they are served.
        var order: [Int] {
            let numbers = folders.keys.sorted()
            return numbers.filter { $0 >= turn } + numbers.filter { $0 < turn }
        }

        var count: Int { folders.values.reduce(0) { $0 + $1.count } }

        fileprivate mutating func add(_ entry: Entry, inFront: Bool) {
            if inFront {
                folders[entry.folder, default: []].prepend(entry)
            } else {
                folders[entry.folder, default: []].append(entry)
            }
        }

        fileprivate mutating func remove(_ path: FilePath, of folder: Int) {
            guard let index = folders[folder]?.firstIndex(where: { $0.path == path }) else { return }
            folders[folder]?.remove(at: index)
            forgetEmpty(folder)
        }

        fileprivate mutating func removeAll(of folder: Int) -> [Entry] {
            Array(folders.removeValue(forKey: folder) ?? [])
        }

        private mutating func forgetEmpty(_ folder: Int) {
            if folders[folder]?.isEmpty ?? false { folders[folder] = nil }
        }

        fileprivate mutating func popFirst(leaving paused: Set<Int>) -> Entry? {
            guard let folder = order.first(where: { !paused.contains($0) }) else { return nil }
            defer { forgetEmpty(folder) }
            turn = folder + 1
            return folders[folder]?.popFirst()
        }
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// A queue of at most `capacity` images.
    package init(capacity: Int = 65_536) {
        self.capacity = capacity
        state = Mutex(State(lanes: Dictionary(uniqueKeysWithValues: Arrival.allCases.map { ($0, Lane()) })))
    }

    /// Images waiting now.
    package var count: Int { state.withLock { $0.arrivals.count } }

    /// Whether an image waits.
    func isWaiting(_ path: FilePath) -> Bool { state.withLock { $0.arrivals[path] != nil } }

    /// Consumers waiting for an image now.
    package var waitingConsumers: Int { state.withLock { $0.consumers.count } }

    /// Images of the backlog waiting now.
    package var backlogCount: Int {
        state.withLock { $0.lanes[.backlog]?.count ?? 0 }
    }

    /// Adds an image, or moves one that waits already from the backlog to the live lane.
    ///
    /// - Returns: false when the queue is full; the folder is then marked to be scanned again.
    @discardableResult
    package func enqueue(_ entry: Entry) -> Bool {
        let (accepted, handovers) = state.withLock { state -> (Bool, [Handover]) in
            guard !state.isClosed else { return (false, []) }
            if let arrival = state.arrivals[entry.path] {
                guard arrival == .backlog && entry.arrival == .live else { return (true, []) }
                state.lanes[arrival]?.remove(entry.path, of: entry.folder)
            } else if state.arrivals.count >= capacity {
                state.overflowed.insert(entry.folder)
                return (false, [])
            }
            state.add(entry)
            return (true, state.handovers())
        }
        Self.complete(handovers)
        return accepted
    }

    /// Puts an image in front of all others of its folder, and of the backlog; one that waits already moves there.
    package func enqueueFirst(_ entry: Entry) {
        var entry = entry
        entry.arrival = .live
        let handovers = state.withLock { state -> [Handover] in
            guard !state.isClosed else { return [] }
            if let arrival = state.arrivals[entry.path] { state.lanes[arrival]?.remove(entry.path, of: entry.folder) }
            state.add(entry, inFront: true)
            return state.handovers()
        }
        Self.complete(handovers)
    }

    /// Folders of which nothing is handed out.
    package var paused: Set<Int> { state.withLock { $0.paused } }

    /// Hands out nothing more of these folders; images go on being taken in.
    package func pause(_ folders: [Int]) {
        state.withLock { $0.paused.formUnion(folders) }
    }

    /// Hands out images of these folders again.
    package func resume(_ folders: [Int]) {
        let handovers = state.withLock { state in
            state.paused.subtract(folders)
            return state.handovers()
        }
        Self.complete(handovers)
    }

    /// Takes out all images of a folder that is in force no longer, with everything known of it; gives those that came
    /// while it was watched.
    package func removeAll(of folder: Int) -> [Entry] {
        state.withLock { state in
            var live: [Entry] = []
            for arrival in Arrival.allCases {
                let entries = state.lanes[arrival]?.removeAll(of: folder) ?? []
                for entry in entries { state.arrivals[entry.path] = nil }
                if arrival == .live { live = entries }
            }
            for entry in state.held.values where entry.folder == folder {
                state.held[entry.path] = nil
                state.arrivals[entry.path] = nil
                if entry.arrival == .live { live.append(entry) }
            }
            state.overflowed.remove(folder)
            state.paused.remove(folder)
            return live
        }
    }

    /// What waits at this moment, by arrival.
    var lanes: [Arrival: Lane] { state.withLock { $0.lanes } }

    /// The next image, once there is one; nil after `close`. Any number of consumers may wait; each says `finish` when it
    /// is done with its image.
    ///
    /// - Parameter consumer: of several that wait, the one with the lowest number gets the image: its worker has done the
    ///   most, and others are only disturbed when there is more to do.
    package func next(for consumer: Int = 0) async -> Entry? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Entry?? = state.withLock { state in
                    if state.isClosed { return .some(nil) }
                    if let entry = state.pop() { return entry }
                    let place = state.consumers.firstIndex { $0.number <= consumer } ?? state.consumers.endIndex
                    state.consumers.insert((consumer, continuation), at: place)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            close()
        }
    }

    /// Says that the work on an image that `next` handed out is over.
    package func finish(_ path: FilePath) {
        let handovers = state.withLock { state -> [Handover] in
            state.inWork.remove(path)
            guard let entry = state.held.removeValue(forKey: path), !state.isClosed else { return [] }
            state.add(entry)
            return state.handovers()
        }
        Self.complete(handovers)
    }

    /// Folders that lost images to a full queue, once the queue has room again; each is named once.
    package func drainOverflowedFolders() -> Set<Int> {
        state.withLock { state in
            guard state.arrivals.count <= capacity / 2 else { return [] }
            defer { state.overflowed = [] }
            return state.overflowed
        }
    }

    /// Ends the queue: what still waits is found again by the next start's scan.
    package func close() {
        let consumers = state.withLock { state in
            state.isClosed = true
            defer { state.consumers = [] }
            return state.consumers
        }
        for consumer in consumers { consumer.continuation.resume(returning: nil) }
    }

    private static func complete(_ handovers: [Handover]) {
        for handover in handovers { handover.consumer.resume(returning: handover.entry) }
    }
}
