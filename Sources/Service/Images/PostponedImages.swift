import Synchronization
package import SystemPackage
package import WorkerProtocol

/// The images that could not be committed now, for a reason that is not theirs, and when they are tried again.
///
/// Those of one folder that wait for the same reason are a group. One image goes ahead, as soon as a look at the folder
/// says that the trouble may be over, or after a pause that grows as long as it is of no use. When it is settled, the
/// others follow at once.
package final class PostponedImages: Sendable {
    /// The first pause; each further one is twice as long.
    static let firstPause: Duration = .seconds(2)
    /// The longest pause.
    static let longestPause: Duration = .seconds(3600)
    /// So many images are remembered for each watched folder; with more, it is scanned again instead.
    private static let most = 1_000

    /// What the images of a group have in common.
    package struct Group: Sendable, Hashable {
        /// The number of the watched folder.
        var folder: Int
        /// The folder of the images.
        var place: FilePath
        /// The kind of the failure.
        var kind: String
    }

    fileprivate struct Waiting {
        /// The next to go ahead comes first.
        var entries: [ImageQueue.Entry] = []
        var failure: Failure
        var pause = PostponedImages.firstPause
        var due: ContinuousClock.Instant
        /// Whether a look at the folder has seen the trouble since the last attempt that seemed worth while.
        var isSeen = false
        /// The image that went ahead and has not come back.
        var scout: FilePath?
    }

    fileprivate struct State {
        var groups: [Group: Waiting] = [:]
        var groupsOfImages: [FilePath: Group] = [:]
        var counts: [Int: Int] = [:]
        var overflowed: Set<Int> = []
    }

    private let state = Mutex(State())

    /// No image waits.
    package init() {}

    /// Notes that an image could not be committed, for the first time or once more.
    package func postpone(
        _ entry: ImageQueue.Entry,
        because failure: Failure,
        at now: ContinuousClock.Instant = .now
    ) {
        let place = entry.path.removingLastComponent()
        let group = Group(folder: entry.folder, place: place, kind: failure.kind)
        state.withLock { state in
            // Alone in its group, it takes the group with it; what was found out must not be.
            let former = state.groupsOfImages[entry.path].flatMap { state.groups[$0] }
            let wasScout = state.remove(entry)
            guard state.counts[entry.folder, default: 0] < Self.most else {
                state.overflowed.insert(entry.folder)
                return
            }
            var waiting = state.groups[group] ?? Waiting(failure: failure, due: now + Self.firstPause)
            waiting.failure = failure
            waiting.entries.append(entry)
            if wasScout, let former {
                waiting.pause = min(former.pause * 2, Self.longestPause)
                waiting.due = now + waiting.pause
                waiting.isSeen = former.isSeen
            }
            state.groups[group] = waiting
            state.groupsOfImages[entry.path] = group
            state.counts[entry.folder, default: 0] += 1
        }
    }

    /// Notes that an image is done, has failed for good, or is gone.
    ///
    /// - Parameter isCommitted: whether something was written for it, or nothing had to be.
    /// - Returns: the images that are to follow it, and whether the folder is to be scanned for more.
    package func settle(
        _ entry: ImageQueue.Entry,
        isCommitted: Bool
    ) -> (followers: [ImageQueue.Entry], needsScan: Bool) {
        state.withLock { state in
            guard let group = state.groupsOfImages[entry.path] else { return ([], false) }
            let wasScout = state.remove(entry)
            guard wasScout, isCommitted else { return ([], false) }
            let followers = state.groups[group]?.entries ?? []
            for follower in followers { _ = state.remove(follower) }
            return (followers, state.overflowed.remove(entry.folder) != nil)
        }
    }

    /// Forgets all images of a folder that is in force no longer.
    func removeAll(of folder: Int) {
        state.withLock { state in
            state.groups = state.groups.filter { $0.key.folder != folder }
            state.groupsOfImages = state.groupsOfImages.filter { $0.value.folder != folder }
            state.counts[folder] = nil
            state.overflowed.remove(folder)
        }
    }

    /// The groups of a folder of which no image is ahead, and the image that would go next.
    package func next(in folder: Int) -> [(group: Group, image: FilePath)] {
        state.withLock { state in
            state.groups.compactMap { group, waiting in
                guard group.folder == folder, waiting.scout == nil, let first = waiting.entries.first else {
                    return nil
                }
                return (group, first.path)
            }
        }
    }

    /// Takes in a look at the folder of a group.
    ///
    /// - Parameter works: whether nothing is seen that would make an attempt fail.
    /// - Returns: the image that is to go ahead now, if any.
    package func looked(
        at group: Group,
        works: Bool,
        now: ContinuousClock.Instant = .now
    ) -> ImageQueue.Entry? {
        state.withLock { state in
            guard var waiting = state.groups[group], waiting.scout == nil else { return nil }
            defer { state.groups[group] = waiting }
            let isOver = works && waiting.isSeen
            if !works { waiting.isSeen = true }
            guard isOver || now >= waiting.due, let first = waiting.entries.first else { return nil }
            waiting.scout = first.path
            if works { waiting.isSeen = false }
            return first
        }
    }

    /// Why an image waits, and when it is tried again at the latest; nil where it does not, or is ahead of the others.
    func wait(of path: FilePath) -> (failure: Failure, due: ContinuousClock.Instant)? {
        state.withLock { state in
            guard let waiting = state.groupsOfImages[path].flatMap({ state.groups[$0] }), waiting.scout != path else {
                return nil
            }
            return (waiting.failure, waiting.due)
        }
    }

    /// How many images of a folder wait, and why those wait of which there are most; nil while none does.
    package func trouble(in folder: Int) -> (images: Int, failure: Failure)? {
        state.withLock { state in
            let groups = state.groups.filter { $0.key.folder == folder }.map(\.value)
            guard let largest = groups.max(by: { $0.entries.count < $1.entries.count }) else { return nil }
            return (groups.reduce(0) { $0 + $1.entries.count }, largest.failure)
        }
    }
}

extension PostponedImages.State {
    /// Takes an image out of its group, if it has one; says whether it was the one that went ahead.
    fileprivate mutating func remove(_ entry: ImageQueue.Entry) -> Bool {
        guard let group = groupsOfImages.removeValue(forKey: entry.path), var waiting = groups[group] else {
            return false
        }
        waiting.entries.removeAll { $0.path == entry.path }
        counts[entry.folder, default: 1] -= 1
        let wasScout = waiting.scout == entry.path
        if wasScout { waiting.scout = nil }
        groups[group] = waiting.entries.isEmpty ? nil : waiting
        return wasScout
    }
}
