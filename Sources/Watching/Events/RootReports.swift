import Files
import SystemPackage

/// Tells the consumer of one root's images, and of each trouble once.
///
/// A class, so that all parts of a root's watcher tell through the same one; it never leaves their actor.
final class RootReports {
    private let index: Int
    private let outlet: FolderOutlet
    private let ring: @Sendable () -> Void
    private var notices = NoticeBoard()

    /// Reports about root `index`; `ring` is called when the consumer has room again.
    init(index: Int, outlet: FolderOutlet, ring: @escaping @Sendable () -> Void) {
        self.index = index
        self.outlet = outlet
        self.ring = ring
    }

    /// The folders that were said to be unreadable.
    var unreadableFolders: Set<FilePath> { notices.unreadableFolders }

    /// Whether the consumer takes another finished image; if not, the loop is woken when it does.
    func hasRoom(for arrival: Arrival) -> Bool {
        outlet.hasRoom(for: arrival, root: index, orRing: ring)
    }

    /// Whether the consumer says that the work on an image of the backlog is done.
    func isSettled(_ path: FilePath, in state: FileState) -> Bool { outlet.isSettled(index, path, state) }

    /// Sends a notice unless it was sent and still holds.
    func send(_ notice: WatchNotice) {
        if notices.isNews(notice) { outlet.send(.notice(root: index, notice)) }
    }

    /// Hands an image out.
    func sendFinished(_ path: FilePath, _ state: FileState, _ arrival: Arrival, waited: Duration, isEarly: Bool) {
        let image = FinishedImage(
            path: path,
            root: index,
            arrival: arrival,
            waited: waited,
            state: state,
            isEarly: isEarly
        )
        outlet.send(.finished(image))
    }

    /// Says that an image that was handed out is gone.
    func sendRemoved(_ path: FilePath) {
        outlet.send(.removed(path, root: index))
    }
}
