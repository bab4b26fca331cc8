package import SystemPackage
import Watching

/// Where an image stands in the queue.
package struct QueuePlace: Codable, Sendable, Equatable {
    /// How many images go before it, as things are.
    package let ahead: Int
    /// Whether it waits among those that came while we watched, which go first.
    package let isLive: Bool

    /// The place of `path` in a queue; nil where it does not wait there.
    package init?(of path: FilePath, in queue: ImageQueue) {
        self.init(of: path, in: queue.lanes)
    }

    init?(of path: FilePath, in lanes: [Arrival: ImageQueue.Lane]) {
        var earlier = 0
        for arrival in Arrival.allCases {
            guard let lane = lanes[arrival] else { continue }
            for (folder, entries) in lane.folders {
                guard let index = entries.firstIndex(where: { $0.path == path }) else { continue }
                ahead = earlier + Self.ahead(of: index, in: folder, lane)
                isLive = arrival == .live
                return
            }
            earlier += lane.count
        }
        return nil
    }

    /// Folders are served in turn, one image each: of another folder as many go before as of the own one, and one more where
    /// that folder's turn comes first.
    private static func ahead(of index: Int, in folder: Int, _ lane: ImageQueue.Lane) -> Int {
        var isBefore = true
        return lane.order.reduce(0) { sum, other in
            if other == folder {
                isBefore = false
                return sum + index
            }
            return sum + min(lane.folders[other]?.count ?? 0, index + (isBefore ? 1 : 0))
        }
    }
}
