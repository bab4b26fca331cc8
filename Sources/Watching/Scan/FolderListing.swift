import Files
import SystemPackage

/// What a folder holds that a search for images wants to know of.
struct FolderListing {
    /// The entries, in no order; a link to a folder is among them, and never entered: it may lead anywhere, also back.
    private(set) var entries: [(name: FilePath.Component, status: FileStatus)] = []

    /// Lists the entries of `folder` for which `isWanted(name, mayBeFolder)` holds.
    init(
        of folder: FilePath,
        beneath root: PinnedFolder,
        isWanted: (_ name: FilePath.Component, _ mayBeFolder: Bool) -> Bool
    ) throws(Errno) {
        let calls = FileCalls()
        let opened = try root.open(folder, for: .listing)
        var stream = try FolderEntries(of: opened)
        while let entry = try stream.next() {
            guard isWanted(entry.name, entry.mayBeFolder) else { continue }
            var status = FileStatus { () throws(Errno) in
                guard let state = try calls.state(of: entry.name, in: opened) else { throw .noSuchFileOrDirectory }
                return state
            }
            switch status {
            // A folder that may be listed and not entered tells nothing but names.
            case .failed(.permissionDenied): throw .permissionDenied
            case .link: status = FileStatus(ofCandidate: folder.appending(entry.name), beneath: root)
            default: break
            }
            entries.append((entry.name, status))
        }
    }

    /// Whether `folder` may be listed, and its entries be looked at.
    static func isPossible(_ folder: FilePath, beneath root: PinnedFolder) -> Bool {
        // The way through its own entry needs the permission to enter it.
        (try? root.open(folder.appending("."), for: .listing)) != nil
    }
}
