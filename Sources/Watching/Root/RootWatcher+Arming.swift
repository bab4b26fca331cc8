import Files
import SystemPackage

/// The root folder itself: found, watched, lost, found again.
extension RootWatcher {
    /// Looks, when it is time, whether the root is there and still the same folder.
    func checkRoot() {
        let now = clock.now
        guard now >= nextRootCheck else { return }
        nextRootCheck = now + timing.rootCheck
        switch root.place.find() {
        case .elsewhere(let now, let before):
            if case .elsewhere = presence { return }
            lose(.elsewhere, .elsewhere(root.path, now: now, before: before))
        case .missing(.noSuchFileOrDirectory), .missing(.notDirectory): loseMissing()
        case .missing(let reason): lose("\(reason)")
        case .here(let place): check(FileStatus(of: place))
        }
    }

    private func check(_ status: FileStatus) {
        switch status {
        case .folder(let state):
            if case .present(let known) = presence, known.isSameFile(as: state) { return }
            arm(state)
        case .missing: loseMissing()
        case .regular, .linked, .link, .passedOver: lose("it is not a folder")
        case .failed(let reason): lose("\(reason)")
        }
    }

    /// The watch of the root has ended, or the root has been renamed: find out at once what is there now.
    func suspectRoot() {
        presence = .unknown
        nextRootCheck = .zero
        wake.ring()
    }

    /// Ends all watches.
    func disarm() {
        inotify?.cancel()
        inotify = nil
        watches = WatchSet()
        links = []
        visits = []
        scan = nil
    }

    private func arm(_ state: FileState) {
        disarm()
        presence = .present(state)
        report(.recovered(root.path))
        if let reason = pollingReason() {
            report(.polled(root.path, every: timing.poll, reason: reason))
        }
        want(.arming, at: clock.now)
    }

    private func loseMissing() {
        lose("there is no such folder")
        // Its last events may not have been read any more.
        for path in tracker.knownPaths { forget(path) }
    }

    private func lose(_ reason: String) {
        if case .missing = presence { return }
        lose(.missing, .missing(root.path, reason: reason))
    }

    private func lose(_ presence: Presence, _ notice: WatchNotice) {
        disarm()
        self.presence = presence
        report(notice)
        endFirstScan()
    }

    /// Starts inotify where it is of use, or says why not.
    private func pollingReason() -> String? {
        tracker.quiet = max(root.quiet, timing.polledQuiet)
        if root.polling == .always { return "so it is configured" }
        if let name = FileSystemKind.remoteName(of: root.path) { return Self.remoteReason(name) }
        do {
            inotify = try Inotify(capacity: timing.changeCapacity, clock: clock, ring: wake.ring)
            tracker.quiet = root.quiet
            return nil
        } catch {
            // Nothing is written elsewhere: the kernel can still tell who has a file open.
            tracker.quiet = root.quiet
            return error.description
        }
    }

    /// Why a remote file system is polled.
    static func remoteReason(_ name: String) -> String {
        "the kernel does not report what others write on \(name)"
    }
}
