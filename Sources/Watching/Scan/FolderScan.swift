package import Files
package import SystemPackage

/// A look through a folder and what lies beneath, one folder at a time, so that events are heard in between.
package struct FolderScan: Sendable {
    /// A file that may be an image.
    package struct Candidate: Sendable, Equatable {
        package var path: FilePath
        package var state: FileState
        /// Whether it is a symbolic link to a file: no event tells when that file changes.
        package var isLink = false
    }

    /// A folder that could not be listed.
    package struct Unreadable: Sendable, Equatable {
        package var folder: FilePath
        package var reason: Errno
    }

    /// What was found so far, in no particular order.
    package private(set) var candidates: [Candidate] = []
    /// Folders that could not be listed; those that vanished meanwhile are none.
    package private(set) var unreadable: [Unreadable] = []
    /// Names of images that are no files, and links to folders.
    package private(set) var passedOver: [(path: FilePath, reason: PassedOver)] = []
    /// How many folders were listed.
    package private(set) var folderCount = 0
    private var ahead: [FilePath]
    private let root: WatchedRoot
    private let filter: NameFilter

    /// A scan that begins at `folder`, which is the root itself or a folder beneath it.
    package init(of folder: FilePath, in root: WatchedRoot, filter: NameFilter) {
        ahead = [folder]
        self.root = root
        self.filter = filter
    }

    /// Whether there is nothing left to list.
    package var isFinished: Bool { ahead.isEmpty }

    /// The candidates, the longest unmodified first; equal times by name.
    package var oldestFirst: [Candidate] {
        candidates.sorted {
            $0.state.identity.isOlder(than: $1.state.identity)
                || (!$1.state.identity.isOlder(than: $0.state.identity) && $0.path.string < $1.path.string)
        }
    }

    /// Lists the next folder. `entering` is called before, so that a watch is in place when the listing begins: what
    /// comes later makes an event, what came before is listed.
    package mutating func visitNext(entering: (FilePath) -> Void = { _ in }) {
        guard let folder = ahead.popLast() else { return }
        entering(folder)
        do throws(Errno) {
            let listing = try FolderListing(of: folder, beneath: root.place) { name, mayBeFolder in
                filter.acceptsFile(name) || (mayBeFolder && root.recursive && filter.entersFolder(name))
            }
            folderCount += 1
            for (name, status) in listing.entries { note(status, of: name, in: folder) }
        } catch .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels {
            // Gone, or another thing by now: an event says so, or the next scan.
        } catch {
            unreadable.append(Unreadable(folder: folder, reason: error))
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
