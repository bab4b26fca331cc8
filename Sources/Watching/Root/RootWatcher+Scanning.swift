import Files
import SystemPackage

/// Scans: the truth behind the hints.
extension RootWatcher {
    /// Notes that a scan is wanted; of two reasons the weightier stays, of two times the earlier.
    func want(_ reason: RootScan.Reason, at time: Duration) {
        if reason == .requested, scan != nil {
            scan?.isRequested = true
        } else if let known = wanted {
            wanted = (max(known.reason, reason), min(known.time, time))
        } else {
            wanted = (reason, time)
        }
    }

    /// Begins a scan that is wanted or due, unless one is running.
    func beginWantedScan() {
        let now = clock.now
        guard case .present = presence, scan == nil else { return }
        let reason: RootScan.Reason
        if let due = wanted, due.time <= now {
            reason = due.reason
            wanted = nil
        } else if let time = nextScan, time <= now {
            reason = .timer
        } else {
            return
        }
        nextScan = nil
        scan = RootScan(
            reason: reason,
            isRequested: reason >= .requested,
            scan: FolderScan(of: root.path, in: root, filter: filter),
            begin: now
        )
    }

    /// Visits folders for a short while, so that events are heard in between, and asks for another turn while there are
    /// more.
    func visitFolders() {
        let end = clock.now + .milliseconds(20)
        while scan != nil || !visits.isEmpty {
            visitFolder()
            if clock.now > end {
                wake.ring()
                return
            }
        }
    }

    /// Visits one folder, new ones before those of a running scan.
    private func visitFolder() {
        if var visit = visits.popLast() {
            visit.visitNext { folder in
                // The next scan counts what is missing and reports it.
                if !watch(folder) { want(.timer, at: clock.now + timing.poll) }
            }
            if visit.isFinished {
                reportUnreadable(visit)
                takeIn(visit, as: .live, again: false)
            } else {
                visits.append(visit)
            }
        } else if var running = scan {
            running.scan.visitNext { folder in
                if let name = remoteName(of: folder) {
                    running.remoteName = running.remoteName ?? name
                } else if !watch(folder) {
                    running.unwatchedFolders += 1
                }
            }
            scan = running
            if running.scan.isFinished { end(running) }
        }
    }

    private func end(_ done: RootScan) {
        scan = nil
        let now = clock.now
        lastScanDuration = now - done.begin
        let isPartlyBlind = inotify == nil || done.remoteName != nil || done.unwatchedFolders > 0
        // Never more than a fifth of the time for scans.
        nextScan = now + max(isPartlyBlind ? timing.poll : timing.rescan, lastScanDuration * 4)

        if let name = done.remoteName, inotify != nil {
            report(.polled(root.path, every: timing.poll, reason: Self.remoteReason(name)))
        }
        if done.unwatchedFolders > 0 {
            report(
                .watchLimit(root.path, unwatchedFolders: done.unwatchedFolders, limit: Self.watchLimit())
            )
        } else {
            report(.recovered(root.path))
        }
        for folder in notices.unreadableFolders.subtracting(done.scan.unreadable.map(\.folder)) {
            report(.readableFolder(folder))
        }
        reportUnreadable(done.scan)

        let isRepeat = done.reason == .timer || done.reason == .overflow
        takeIn(done.scan, as: isRepeat ? .live : .backlog, again: done.isRequested)
        forgetMissing(after: done.scan)
        endFirstScan()
        report(
            .scanned(
                root.path,
                images: done.scan.candidates.count,
                folders: done.scan.folderCount,
                took: lastScanDuration
            )
        )
    }

    private func takeIn(_ scan: FolderScan, as arrival: Arrival, again: Bool) {
        let candidates = scan.oldestFirst
        let now = clock.now
        for (path, reason) in scan.passedOver { note(.passedOver(reason), of: path) }
        for candidate in candidates {
            var state = candidate.state
            if candidate.isLink { note(.linked(state), of: candidate.path) }
            if tracker.knows(candidate.path, in: state) == false {
                // An event after its folder was listed may have told of a newer state already.
                switch FileStatus(ofCandidate: candidate.path, beneath: root.place) {
                case .regular(let present), .linked(let present): state = present
                default: continue
                }
            }
            tracker.listed(candidate.path, state: state, arrival: arrival, again: again, at: now)
        }
    }

    private func forgetMissing(after scan: FolderScan) {
        let missing = tracker.knownPaths.subtracting(scan.candidates.map(\.path))
        for path in missing {
            // Not listed is not yet gone: it may have come after its folder was listed.
            switch FileStatus(ofCandidate: path, beneath: root.place) {
            case .regular, .linked, .failed: continue
            case .missing, .folder, .link, .passedOver: forget(path)
            }
        }
    }

    private func reportUnreadable(_ scan: FolderScan) {
        for trouble in scan.unreadable {
            report(.unreadableFolder(trouble.folder, trouble.reason))
        }
    }

    /// Looks, when it is time, whether folders that could not be listed can be listed now.
    func lookAtUnreadable() {
        let now = clock.now
        guard case .present = presence, !notices.unreadableFolders.isEmpty, now >= nextFolderCheck else { return }
        nextFolderCheck = now + timing.rootCheck
        for folder in notices.unreadableFolders where FolderListing.isPossible(folder, beneath: root.place) {
            report(.readableFolder(folder))
            visit(folder)
        }
    }

    private func remoteName(of folder: FilePath) -> String? {
        // Another file system may be mounted anywhere beneath the root.
        inotify == nil ? nil : FileSystemKind.remoteName(of: folder)
    }

    /// Watches `folder`, or watches it anew.
    ///
    /// - Returns: false where the kernel gives no watch although the folder is there.
    private func watch(_ folder: FilePath) -> Bool {
        guard let inotify else { return true }
        switch inotify.add(folder, followingLink: folder == root.path) {
        case .success(let watch):
            if let replaced = watches.insert(watch, for: folder) { inotify.remove(replaced) }
            return true
        case .failure(.noSpace), .failure(.noMemory):
            return false
        case .failure:
            // Vanished, or not readable: then it cannot be listed either, which is reported.
            return true
        }
    }

    /// The present fs.inotify.max_user_watches.
    private static func watchLimit() -> Int? {
        let calls = FileCalls()
        guard let file = try? calls.open("/proc/sys/fs/inotify/max_user_watches", for: .reading),
            let bytes = try? calls.read(file.number, first: 32)
        else { return nil }
        return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
