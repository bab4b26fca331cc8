import CLinux
import SystemPackage

/// Changes reported by the kernel: hints where to look, nothing more.
extension RootWatcher {
    /// Takes in all changes that have come.
    func takeChanges() {
        guard let taken = inotify?.takeChanges(), !taken.isEmpty else { return }
        if taken.overflowed {
            report(.overflow(root.path))
            // With a pause, so that a flood does not make scan upon scan.
            want(.overflow, at: clock.now + max(timing.overflowPause, lastScanDuration))
        }
        for change in taken.changes {
            take(change)
        }
    }

    private func take(_ change: FolderChange) {
        // Events of a watch that was given up may still be under way.
        guard let folder = watches.folder(of: change.watch) else { return }
        guard let name = change.name else {
            takeEnd(of: folder, change)
            return
        }
        let path = folder.appending(name)
        if change.isFolder {
            if root.enters(path, named: name, filter: filter) { takeFolder(path, change) }
        }
        // A name may have been a folder and a file in turn.
        if filter.acceptsFile(name) {
            takeFile(path, isWritten: change.isWritten, isClosed: change.isClosed, at: change.time)
        } else if root.enters(path, named: name, filter: filter), change.has(IN_CREATE.bits | IN_MOVED_TO.bits),
            case .passedOver(let reason) = FileStatus(ofCandidate: path, beneath: root.place), reason.isFolder
        {
            report(.passedOver(path, reason))
        }
    }

    /// The watched folder itself was deleted, moved, or its file system unmounted.
    private func takeEnd(of folder: FilePath, _ change: FolderChange) {
        if change.isEnd { watches.remove(change.watch) }
        if folder == root.path {
            if change.isEnd || change.has(IN_DELETE_SELF.bits | IN_MOVE_SELF.bits | IN_UNMOUNT.bits) { suspectRoot() }
        } else if change.has(IN_UNMOUNT.bits) {
            // What lies beneath a mount point shows again.
            visit(folder)
        }
    }

    private func takeFolder(_ folder: FilePath, _ change: FolderChange) {
        switch FileStatus(of: folder) {
        case .folder:
            let cameOrWent = change.has(
                IN_CREATE.bits | IN_MOVED_TO.bits | IN_MOVED_FROM.bits | IN_DELETE.bits
            )
            // A change of permissions matters where the folder could not be watched so far.
            if cameOrWent || !watches.contains(folder) { visit(folder) }
        case .missing, .regular, .linked, .link, .passedOver:
            for watch in watches.removeTree(folder) { inotify?.remove(watch) }
            for path in tracker.knownPaths where path.starts(with: folder) { forget(path) }
        case .failed:
            return
        }
    }

    private func takeFile(_ path: FilePath, isWritten: Bool, isClosed: Bool, at time: Duration) {
        let status = FileStatus(ofCandidate: path, beneath: root.place)
        note(status, of: path)
        switch status {
        case .regular(let state), .linked(let state):
            tracker.changed(path, state: state, isWritten: isWritten, isClosed: isClosed, at: time)
        case .missing, .folder, .link, .passedOver:
            forget(path)
        case .failed(let reason):
            // Nothing can be looked at in a folder that may not be entered.
            report(.unreadableFolder(path.removingLastComponent(), reason))
        }
    }

    /// Remembers a link, and says what is left alone.
    func note(_ status: FileStatus, of path: FilePath) {
        switch status {
        case .linked, .passedOver(.linkNowhere):
            // The others are left to the scans.
            if links.count < timing.watchedLinks { links.insert(path) }
        default: links.remove(path)
        }
        if case .passedOver(let reason) = status { report(.passedOver(path, reason)) }
    }

    /// Looks, when it is time, what became of the files that links lead to.
    func lookAtLinks() {
        let now = clock.now
        guard case .present = presence, !links.isEmpty, now >= nextLinkCheck else { return }
        nextLinkCheck = now + timing.rootCheck
        for path in links { takeFile(path, isWritten: false, isClosed: false, at: now) }
    }

    /// Forgets a file that is gone, and says so if it was handed out.
    func forget(_ path: FilePath) {
        if tracker.forget(path) { outlet.send(.removed(path, root: index)) }
    }

    /// Looks through a folder that has just come.
    func visit(_ folder: FilePath) {
        visits.append(FolderScan(of: folder, in: root, filter: filter))
    }
}
