import DequeModule
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
        /// Index of the folder in the configuration.
        package var folder: Int
        package var path: FilePath
        package var arrival: Arrival
        /// When the image was last seen to change.
        package var lastChange: ContinuousClock.Instant

        /// An entry for the image at `path`.
        package init(folder: Int, path: FilePath, arrival: Arrival, lastChange: ContinuousClock.Instant) {
            self.folder = folder
            self.path = path
            self.arrival = arrival
            self.lastChange = lastChange
        }
    }

    /// From so many images of the backlog on, the watcher keeps the rest; it goes on at half of it.
    package static let enoughBacklog = 512

    private struct State {
        var lanes: [Arrival: Lane]
        var arrivals: [FilePath: Arrival] = [:]
        var overflowed: Set<Int> = []
        var isClosed = false
        var consumer: CheckedContinuation<Entry?, Never>?
    }

    /// The images of one arrival.
    private struct Lane {
        /// By folder.
        var folders: [Deque<Entry>]
        /// The folder that is served next.
        var turn = 0

        mutating func remove(_ path: FilePath, of folder: Int) {
            guard let index = folders[folder].firstIndex(where: { $0.path == path }) else { return }
            folders[folder].remove(at: index)
        }

        mutating func popFirst() -> Entry? {
            for step in folders.indices {
                let folder = (turn + step) % folders.count
                guard let entry = folders[folder].popFirst() else { continue }
                turn = folder + 1
                return entry
            }
            return nil
        }
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// A queue of at most `capacity` images from `folderCount` folders.
    package init(folderCount: Int, capacity: Int = 65_536) {
        self.capacity = capacity
        let empty = Lane(folders: Array(repeating: [], count: folderCount))
        state = Mutex(State(lanes: Dictionary(uniqueKeysWithValues: Arrival.allCases.map { ($0, empty) })))
    }

    /// Images waiting now.
    package var count: Int { state.withLock { $0.arrivals.count } }

    /// Images of the backlog waiting now.
    package var backlogCount: Int {
        state.withLock { state in state.lanes[.backlog]?.folders.reduce(0) { $0 + $1.count } ?? 0 }
    }

    /// Adds an image, or moves one that waits already from the backlog to the live lane.
    ///
    /// - Returns: false when the queue is full; the folder is then marked to be scanned again.
    @discardableResult
    package func enqueue(_ entry: Entry) -> Bool {
        let (accepted, handover) = state.withLock { state -> (Bool, (CheckedContinuation<Entry?, Never>, Entry)?) in
            guard !state.isClosed else { return (false, nil) }
            if let arrival = state.arrivals[entry.path] {
                guard arrival == .backlog && entry.arrival == .live else { return (true, nil) }
                state.lanes[arrival]?.remove(entry.path, of: entry.folder)
            } else if state.arrivals.count >= capacity {
                state.overflowed.insert(entry.folder)
                return (false, nil)
            }
            if let consumer = state.consumer {
                state.consumer = nil
                return (true, (consumer, entry))
            }
            state.arrivals[entry.path] = entry.arrival
            state.lanes[entry.arrival]?.folders[entry.folder].append(entry)
            return (true, nil)
        }
        if let (consumer, entry) = handover { consumer.resume(returning: entry) }
        return accepted
    }

    /// The next image, once there is one; nil after `close`. For one consumer.
    package func next() async -> Entry? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Entry?? = state.withLock { state in
                    if state.isClosed { return .some(nil) }
                    if let entry = Self.pop(&state) { return entry }
                    state.consumer = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            close()
        }
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
        let consumer = state.withLock { state in
            state.isClosed = true
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume(returning: nil)
    }

    private static func pop(_ state: inout State) -> Entry? {
        for arrival in Arrival.allCases {
            guard let entry = state.lanes[arrival]?.popFirst() else { continue }
            state.arrivals[entry.path] = nil
            return entry
        }
        return nil
    }
}
