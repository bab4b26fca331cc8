import Synchronization
package import SystemPackage

/// The finished images that wait for the worker: bounded, each path once, live images before the backlog.
///
/// A lane serves its folders in turn, so that a folder with a large backlog does not hold up the others. The watcher is
/// asked to hold its backlog back long before the queue is full; a queue that live images fill nevertheless takes
/// nothing more and remembers which folders must be scanned again. So memory stays bounded and nothing is lost.
package final class ImageQueue: Sendable {
    /// Where an image comes from; live ones go first.
    package enum Lane: Int, Sendable, CaseIterable {
        /// Announced by an event: the microscope is waiting for it.
        case live
        /// Found by a scan.
        case backlog
    }

    /// One image that waits.
    package struct Entry: Sendable, Equatable {
        /// Index of the folder in the configuration.
        package var folder: Int
        package var path: FilePath
        package var lane: Lane
        /// When the image was last seen to change.
        package var lastChange: ContinuousClock.Instant

        /// An entry of `lane` for the image at `path`.
        package init(folder: Int, path: FilePath, lane: Lane, lastChange: ContinuousClock.Instant) {
            self.folder = folder
            self.path = path
            self.lane = lane
            self.lastChange = lastChange
        }
    }

    /// From so many images of the backlog on, the watcher keeps the rest; it goes on at half of it.
    package static let enoughBacklog = 512

    private struct State {
        var lanes: [[FolderLane]]
        var turn: [Int]
        var lanesOfPaths: [FilePath: Lane] = [:]
        var overflowed: Set<Int> = []
        var isClosed = false
        var consumer: CheckedContinuation<Entry?, Never>?
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// A queue of at most `capacity` images from `folderCount` folders.
    package init(folderCount: Int, capacity: Int = 65_536) {
        self.capacity = capacity
        let empty = [FolderLane](repeating: FolderLane(), count: folderCount)
        state = Mutex(State(lanes: Lane.allCases.map { _ in empty }, turn: Lane.allCases.map { _ in 0 }))
    }

    /// Images waiting now.
    package var count: Int { state.withLock { $0.lanesOfPaths.count } }

    /// Images of the backlog waiting now.
    package var backlogCount: Int {
        state.withLock { state in state.lanes[Lane.backlog.rawValue].reduce(0) { $0 + $1.count } }
    }

    /// Adds an image, or moves one that waits already from the backlog to the live lane.
    ///
    /// - Returns: false when the queue is full; the folder is then marked to be scanned again.
    @discardableResult
    package func enqueue(_ entry: Entry) -> Bool {
        let (accepted, handover) = state.withLock { state -> (Bool, (CheckedContinuation<Entry?, Never>, Entry)?) in
            guard !state.isClosed else { return (false, nil) }
            if let lane = state.lanesOfPaths[entry.path] {
                guard lane == .backlog && entry.lane == .live else { return (true, nil) }
                state.lanes[lane.rawValue][entry.folder].remove(entry.path)
            } else if state.lanesOfPaths.count >= capacity {
                state.overflowed.insert(entry.folder)
                return (false, nil)
            }
            if let consumer = state.consumer {
                state.consumer = nil
                return (true, (consumer, entry))
            }
            state.lanesOfPaths[entry.path] = entry.lane
            state.lanes[entry.lane.rawValue][entry.folder].append(entry)
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
    package func takeOverflowedFolders() -> Set<Int> {
        state.withLock { state in
            guard state.lanesOfPaths.count <= capacity / 2 else { return [] }
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
        for lane in Lane.allCases {
            let folders = state.lanes[lane.rawValue].count
            for step in 0..<folders {
                let folder = (state.turn[lane.rawValue] + step) % folders
                guard let entry = state.lanes[lane.rawValue][folder].popFirst() else { continue }
                state.turn[lane.rawValue] = folder + 1
                state.lanesOfPaths[entry.path] = nil
                return entry
            }
        }
        return nil
    }
}
