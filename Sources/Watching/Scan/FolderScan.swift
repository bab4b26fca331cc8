package import Files
package import SystemPackage

/// A look through a folder and what lies beneath, one entry after the other, so that events are heard in between.
package struct FolderScan {
    /// A file that may be an image.
    package struct Candidate {
        package var path: FilePath
        package var state: FileState
        /// Whether it is a symbolic link to a file: no event tells when that file changes.
        package var isLink = false
    }

    /// A folder that could not be listed.
    struct Unreadable {
        var folder: FilePath
        var reason: Errno
    }

    /// What was found so far, in no particular order.
    private(set) var candidates: [Candidate] = []
    /// Folders that could not be listed; those that vanished meanwhile are none.
    private(set) var unreadable: [Unreadable] = []
    /// Names of images that are no files, and links to folders.
    package private(set) var passedOver: [(path: FilePath, reason: PassedOver)] = []
    /// How many folders were listed.
    private(set) var folderCount = 0
    private var ahead: [FilePath]
    /// The folder that was entered last.
    private var current: FilePath
    private var listing: FolderListing?
    private let root: WatchedRoot
    private let filter: NameFilter
    private let calls: FileCalls

    /// A scan that begins at `folder`, which is the root itself or a folder beneath it.
    package init(of folder: FilePath, in root: WatchedRoot, filter: NameFilter, calls: FileCalls = FileCalls()) {
        ahead = [folder]
        current = folder
        self.root = root
        self.filter = filter
        self.calls = calls
    }

    /// Whether there is nothing left to list.
    var isFinished: Bool { ahead.isEmpty && listing == nil }

    /// The candidates, the longest unmodified first; equal times by name.
    package var oldestFirst: [Candidate] {
        candidates.sorted {
            $0.state.identity.isOlder(than: $1.state.identity)
                || (!$1.state.identity.isOlder(than: $0.state.identity) && $0.path.string < $1.path.string)
        }
    }

    /// Looks at entries until `isOver`. `entering` is called before a folder is listed, so that a watch is in place
    /// when the listing begins: what comes later makes an event, what came before is listed.
    package mutating func advance(until isOver: () -> Bool = { false }, entering: (FilePath) -> Void = { _ in }) {
        while !isFinished {
            do throws(Errno) {
                try step(entering)
            } catch .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels {
                // Gone, or another thing by now: an event says so, or the next scan.
                listing = nil
            } catch {
                unreadable.append(Unreadable(folder: current, reason: error))
                listing = nil
            }
            if isOver() { return }
        }
    }

    /// Looks at the next entry, or enters the next folder.
    private mutating func step(_ entering: (FilePath) -> Void) throws(Errno) {
        guard let listing else {
            guard let folder = ahead.popLast() else { return }
            entering(folder)
            current = folder
            self.listing = try FolderListing(of: folder, beneath: root.place, calls: calls)
            return
        }
        let found = try listing.next { name, mayBeFolder in
            filter.acceptsFile(name) || (mayBeFolder && root.recursive && filter.entersFolder(name))
        }
        if let (name, status) = found {
            note(status, of: name, in: current)
        } else {
            folderCount += 1
            self.listing = nil
        }
    }

    private mutating func note(_ status: FileStatus, of name: FilePath.Component, in folder: FilePath) {
        let path = folder.appending(name)
        switch status {
        case .regular(let state) where filter.acceptsFile(name):
            candidates.append(Candidate(path: path, state: state))
        case .linked(let state) where filter.acceptsFile(name):
            candidates.append(Candidate(path: path, state: state, isLink: true))
        case .passedOver(let reason):
            if filter.acceptsFile(name) || reason.isFolder { passedOver.append((path, reason)) }
        case .folder where root.enters(path, named: name, filter: filter):
            ahead.append(path)
        default:
            return
        }
    }
}
