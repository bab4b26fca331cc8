import Files
import SystemPackage

/// The entries of one folder, one after the other, so that a folder of any size can be looked at in slices.
///
/// A class, as the position in the folder is one; it never leaves the actor of its root.
final class FolderListing {
    private let folder: FilePath
    private let root: PinnedFolder
    private let calls: FileCalls
    private let opened: Descriptor
    private var stream: FolderEntries

    /// Opens `folder`, which lies beneath `root`.
    init(of folder: FilePath, beneath root: PinnedFolder, calls: FileCalls) throws(Errno) {
        self.folder = folder
        self.root = root
        self.calls = calls
        opened = try root.open(folder, for: .listing)
        stream = try FolderEntries(of: opened)
    }

    /// The next entry for which `isWanted(name, mayBeFolder)` holds, and what it is; nil at the end. A link to a folder
    /// is among them, and never entered: it may lead anywhere, also back.
    func next(
        _ isWanted: (_ name: FilePath.Component, _ mayBeFolder: Bool) -> Bool
    ) throws(Errno) -> (name: FilePath.Component, status: FileStatus)? {
        while let entry = try stream.next() {
            guard isWanted(entry.name, entry.mayBeFolder) else { continue }
            let status = FileStatus { () throws(Errno) in
                guard let state = try calls.state(of: entry.name, in: opened) else { throw .noSuchFileOrDirectory }
                return state
            }
            switch status {
            // A folder that may be listed and not entered tells nothing but names.
            case .failed(.permissionDenied): throw .permissionDenied
            case .link: return (entry.name, FileStatus(ofCandidate: folder.appending(entry.name), beneath: root))
            default: return (entry.name, status)
            }
        }
        return nil
    }

    /// Whether `folder` may be listed, and its entries be looked at.
    static func isPossible(_ folder: FilePath, beneath root: PinnedFolder) -> Bool {
        // The way through its own entry needs the permission to enter it.
        (try? root.open(folder.appending("."), for: .listing)) != nil
    }
}
