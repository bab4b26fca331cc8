import Files
import Settings
import Synchronization
import SystemPackage

/// The room on the disks of the watched folders, as it was when it was last seen: a share that hangs must not keep other
/// figures from being written.
final class DiskFigures: Sendable {
    /// The room of one folder.
    struct Figures: Sendable {
        let space: FileSystemSpace
        /// Bytes that are kept for raw data.
        let reserve: Int64
    }

    private let state = Mutex<(known: [FilePath: Figures], asked: Set<FilePath>)>(([:], []))

    /// What is known of a folder; nil while nothing is.
    func figures(of folder: FilePath) -> Figures? { state.withLock { $0.known[folder] } }

    /// Whether to look at a folder now; no while a look has not come back.
    func begin(_ folder: FilePath) -> Bool { state.withLock { $0.asked.insert(folder).inserted } }

    /// A look has come back; nil where there was nothing to see.
    func end(_ folder: FilePath, _ figures: Figures?) {
        state.withLock { state in
            state.asked.remove(folder)
            state.known[folder] = figures
        }
    }
}

extension FolderProbe {
    /// The room where the results go, and what is kept of it; nil while there is no such folder.
    func diskFigures() -> DiskFigures.Figures? {
        guard let (space, room) = space() else { return nil }
        return DiskFigures.Figures(space: space, reserve: room?.reserve ?? 0)
    }
}
