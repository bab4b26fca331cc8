import Files
import Results
package import Settings
import Synchronization
import SystemPackage
import Watching
import WorkerProtocol

/// Holds the folders of the configuration, of images and of results, to the places that they had at the start.
package final class FolderPlaces: Sendable {
    private let folders = Mutex<[FilePath: PinnedFolder]>([:])

    /// Holds `folders` from now on; others from when they are first asked for.
    package init(_ folders: [FolderSettings] = []) {
        for folder in folders {
            _ = images(of: folder)
            _ = results(of: folder)
        }
    }

    /// Lets go of all folders but these; one that comes back later is held to the place that it has then.
    func keep(_ kept: [FolderSettings]) {
        var paths = Set(kept.map(\.path))
        for folder in kept {
            if case .mirror(let root) = folder.output { paths.insert(root) }
        }
        folders.withLock { folders in folders = folders.filter { paths.contains($0.key) } }
    }

    /// The watched folder.
    func images(of folder: FolderSettings) -> PinnedFolder { pinned(folder.path, isCreatable: false) }

    /// The folder in which the way to the results begins.
    func results(of folder: FolderSettings) -> PinnedFolder {
        guard case .mirror(let root) = folder.output else { return images(of: folder) }
        return pinned(root, isCreatable: true)
    }

    /// The place that a folder is held to; nil while there is nothing.
    ///
    /// - Throws: a transient `Failure` while its path leads elsewhere.
    static func place(of folder: PinnedFolder) throws(Failure) -> FilePath? {
        switch folder.find() {
        case .here(let place): return place
        case .missing: return nil
        case .elsewhere(let now, let before):
            throw Failure(
                kind: "folder_elsewhere",
                message: "\(folder.path.readable) is no longer the folder that it was at the start: "
                    + "it leads to \(now.readable), no longer to \(before.readable)",
                remedy: "start segmentd anew if that is meant (a service: systemctl restart segmentd)",
                isTransient: true
            )
        }
    }

    /// The folder for the results of an image, from the place of the folder in which the way there begins.
    ///
    /// - Throws: a transient `Failure` while that folder's path leads elsewhere.
    func outputFolder(forImage path: FilePath, in folder: FolderSettings) throws(Failure) -> OutputFolder {
        var output = folder.outputFolder(forImage: path)
        let start = results(of: folder)
        if let place = try Self.place(of: start), output.base == start.path.lexicallyNormalized() {
            (output.base, output.followsLinks) = (place, false)
        }
        return output
    }

    private func pinned(_ path: FilePath, isCreatable: Bool) -> PinnedFolder {
        folders.withLock { folders in
            if let known = folders[path] { return known }
            let folder = PinnedFolder(path, isCreatable: isCreatable)
            folders[path] = folder
            return folder
        }
    }
}
