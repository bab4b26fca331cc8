import Concurrency
import Files
package import SystemPackage

/// Watches single files, such as classifiers, through their folders: editors and copy programs replace a file, and a
/// watch on the file itself would go with the old one.
package actor FileWatch {
    private struct Watched {
        /// What the file was when last looked at; nil where it was missing.
        var seen: FileState?
        /// Whether the consumer believes it to exist.
        var isKnown: Bool
    }

    /// What happens to the files; for one consumer. At most one event for each file and quiet time, so it needs no
    /// bound. Ends when `run` ends.
    package nonisolated let events: AsyncStream<FileWatchEvent>

    private let continuation: AsyncStream<FileWatchEvent>.Continuation
    private let checkInterval: Duration
    private let pause: Duration
    private let clock: any WatchClock
    private let wake = WakeSignal()
    private let executor = QueueExecutor(label: "segmentd.watching.files")
    private var files: [FilePath: Watched] = [:]
    private var isArmed = false
    private var watches = FolderWatches()
    private var settling: SettlingFiles
    /// Projects that somebody has open, and since when each is as it is.
    private var open: [FilePath: (state: FileState, since: Duration)] = [:]
    private var nextCheck: Duration = .zero

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A watch of no files yet; a change is reported once a file has been left alone for `quiet`, and a project that somebody
    /// has open all the time once it has then been as it is for `pause` more. Every `check` the files are looked at without an
    /// event: on network file systems, or where a folder came or a link was changed.
    package init(
        quiet: Duration = .milliseconds(500),
        pause: Duration = .seconds(1),
        check: Duration = .seconds(5),
        clock: any WatchClock = MonotonicClock()
    ) {
        (events, continuation) = AsyncStream.makeStream()
        (checkInterval, self.pause) = (check, pause)
        self.clock = clock
        settling = SettlingFiles(quiet: quiet)
    }

    /// Sets the files to watch, by absolute path; `armed` follows.
    package func watch(_ paths: Set<FilePath>) {
        files = Dictionary(
            uniqueKeysWithValues: paths.map { ($0, files[$0] ?? Watched(seen: nil, isKnown: false)) }
        )
        settling.keep(paths)
        open = open.filter { paths.contains($0.key) }
        isArmed = false
        wake.ring()
    }

    /// Watches until the task is cancelled.
    package func run() async {
        WriterProbe.ignoreLeaseSignal()
        let alarm = clock.makeAlarm { [wake] in wake.ring() }
        // Without it the timed check does all the work.
        try? watches.start(capacity: 4_096, clock: clock, ring: wake.ring)
        wake.ring()
        for await _ in wake.rings {
            runTurn()
            alarm.set([nextCheck, settling.nextDeadline].compactMap(\.self).min())
        }
        alarm.cancel()
        watches.stop()
        continuation.finish()
    }

    private func runTurn() {
        let now = clock.now
        let drained = watches.drainChanges()
        for change in drained.changes { note(change) }
        if !isArmed || !drained.isEmpty || now >= nextCheck {
            nextCheck = now + checkInterval
            watchFolders()
            compare(at: now)
        }
        if !isArmed {
            isArmed = true
            continuation.yield(.armed)
        }
        for file in settling.removeSettled(at: now) { report(file, at: now) }
    }

    private func note(_ change: FolderChange) {
        guard let folder = watches.folder(of: change) else { return }
        if change.isEnd {
            watches.forget(change.watch)
        } else if let name = change.name, files[folder.appending(name)] != nil, change.isMoreThanAttributes {
            settling.touch(folder.appending(name), at: change.time)
        }
    }

    /// Watches the folder of each file and, where the file is a link, the folder it leads to.
    private func watchFolders() {
        guard watches.isRunning else { return }
        for file in files.keys {
            let real = try? FileCalls().realPath(of: file)
            for folder in [file.removingLastComponent(), real?.removingLastComponent()].compactMap(\.self) {
                // Where there is no watch, the timed look does its work.
                _ = watches.watch(folder, followingLink: true)
            }
        }
    }

    /// Finds changes that no event named: of a link's target, on a remote file system, while nothing was watched.
    private func compare(at now: Duration) {
        for (file, known) in files {
            let found = try? FileCalls().state(at: file, followingLink: true)
            let state = found.flatMap { $0.isRegularFile ? $0 : nil }
            guard state != known.seen else { continue }
            files[file]?.seen = state
            if isArmed {
                settling.touch(file, at: now)
            } else {
                files[file]?.isKnown = state != nil
            }
        }
    }

    private func report(_ file: FilePath, at now: Duration) {
        guard let known = files[file] else { return }
        let look = FileLook(at: file, beneath: nil)
        guard case .file(let state, .present) = look else {
            open[file] = nil
            return report(file, look, known, at: now)
        }
        if open[file]?.state != state { open[file] = (state, now) }
        guard let since = open[file]?.since, now - since >= pause, isProject(file) else {
            // Its writer pauses; the end of writing makes an event, but not on every file system.
            return settling.touch(file, at: now)
        }
        // A program that shows a project has it open all day and saves into it.
        files[file] = Watched(seen: state, isKnown: true)
        continuation.yield(.changed(file))
    }

    private func isProject(_ path: FilePath) -> Bool {
        guard let name = path.lastComponent?.string, let file = try? FileCalls().open(path, for: .reading) else {
            return false
        }
        return ProjectFile.isProject(file, name: name)
    }

    private func report(_ file: FilePath, _ look: FileLook, _ known: Watched, at now: Duration) {
        switch look {
        case .unclear: settling.touch(file, at: now)
        case .file(let state, _) where state != known.seen:
            files[file]?.seen = state
            settling.touch(file, at: now)
        case .file:
            files[file]?.isKnown = true
            continuation.yield(.changed(file))
        case .missing, .notAnImage:
            files[file]?.seen = nil
            files[file]?.isKnown = false
            if known.isKnown { continuation.yield(.removed(file)) }
        }
    }
}
