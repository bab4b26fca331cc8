import Concurrency
import Files
package import Ledger
import Results
import Settings
import SystemPackage

/// Has the ledger forget files that are no longer there, a few at a time: it would grow for ever.
///
/// A root that is missing, or empty because nothing is mounted on it, is no reason to forget anything: a file counts as
/// gone only in a root in which another known file was seen, and which is still the same folder.
package actor GoneImages {
    /// So many paths are looked at in one go.
    private static let batch = 200

    private let executor = QueueExecutor(label: "segmentd.gone-images")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let ledger: Ledger
    private let folders: FoldersInForce
    private let places: FolderPlaces
    /// The last path that was looked at; empty at the beginning of a round.
    private var last: [UInt8] = []
    /// The roots in which a known file was seen, as they were then.
    private var inhabited: [FilePath: FileState] = [:]

    /// Looks after the files that lie below `folders`.
    package init(ledger: Ledger, folders: FoldersInForce, places: FolderPlaces = FolderPlaces()) {
        self.ledger = ledger
        self.folders = folders
        self.places = places
    }

    /// Looks at the next of the paths that the ledger knows.
    ///
    /// - Returns: whether the round goes on.
    package func lookAtNext() async -> Bool {
        guard let paths = try? await ledger.paths(after: last, limit: Self.batch), let end = paths.last else {
            last = []
            return false
        }
        last = end
        let folders = folders.settings
        var gone: [FilePath: [[UInt8]]] = [:]
        for bytes in paths {
            let path = FilePath(bytes: bytes)
            // The innermost, where one folder lies in another.
            let folder = folders.filter { path.starts(with: $0.path) }.max { $0.path.length < $1.path.length }
            guard let folder, let root = state(of: folder) else { continue }
            switch look(at: path, in: folder) {
            case .present: inhabited[folder.path] = root
            case .gone: gone[folder.path, default: []].append(bytes)
            case .unknown: continue
            }
        }
        for folder in folders {
            guard let paths = gone[folder.path], let seen = inhabited[folder.path],
                let now = state(of: folder), now.isSameFile(as: seen)
            else { continue }
            // A ledger in trouble has told of it; the next round comes.
            try? await ledger.forget(paths)
        }
        return true
    }

    private enum Finding { case present, gone, unknown }

    private func look(at path: FilePath, in folder: FolderSettings) -> Finding {
        do throws(Errno) {
            _ = try places.images(of: folder).open(path, for: .looking)
            return .present
        } catch {
            return error == .noSuchFileOrDirectory || error == .notDirectory ? .gone : .unknown
        }
    }

    /// The root as it is; nil where it is missing, or leads elsewhere than at the start.
    private func state(of folder: FolderSettings) -> FileState? {
        guard let place = try? FolderPlaces.place(of: places.images(of: folder)) else { return nil }
        return try? FileCalls().state(at: place)
    }
}
