import Concurrency
import Files
import Ledger
import Logging
import Results
import Settings
import SystemPackage
import SystemdSupport
import Watching

/// The configuration in force, and the way from it to another one while the daemon runs.
///
/// Folders that stay as they are notice nothing. One that changes ends and begins anew: images in work are finished as they
/// were begun, and a scan finds what the new settings make of the others.
actor RunningConfiguration {
    private let executor = QueueExecutor(label: "segmentd.configuration")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private(set) var settings: Settings
    private let folders: FoldersInForce
    private let watcher: FolderWatcher
    private let queue: ImageQueue
    private let postponed: PostponedImages
    private let places: FolderPlaces
    private let ledger: Ledger
    private let status: ServiceStatus

    /// What `settings` have brought into force already.
    init(
        _ settings: Settings,
        folders: FoldersInForce,
        watcher: FolderWatcher,
        queue: ImageQueue,
        postponed: PostponedImages,
        places: FolderPlaces,
        ledger: Ledger,
        status: ServiceStatus
    ) {
        (self.settings, self.folders, self.watcher) = (settings, folders, watcher)
        (self.queue, self.postponed, self.places) = (queue, postponed, places)
        (self.ledger, self.status) = (ledger, status)
    }

    /// Reads the file of the configuration as it is now; nil where there is none, for settings made in code.
    func read() throws(SettingsError) -> Settings? {
        guard let file = settings.file else { return nil }
        return try Settings.load(from: file)
    }

    /// Brings other settings into force.
    func adopt(_ news: Settings) async -> ConfigurationChange {
        let before = settings
        settings = news
        let paused = queue.paused
        let change = folders.replace(with: news)
        status.watches(folders: news.folders.count)
        var report = ConfigurationChange(
            change,
            needsRestart: before.device != news.device || before.workers != news.workers || before.limits != news.limits
                || before.metrics != news.metrics
        )
        report.file = news.file.map(PathText.init)
        var live: [FilePath: [ImageQueue.Entry]] = [:]
        for folder in change.ended {
            let path = folder.settings.path
            watcher.remove(folder.number)
            let waiting = queue.removeAll(of: folder.number)
            postponed.removeAll(of: folder.number)
            status.forget(folder: folder.number, at: path)
            let next = change.begun.first { $0.settings.path == path }
            let successor = next?.number
            // What came in before is still news, where the same files still count as images.
            if let next, next.settings.recursive == folder.settings.recursive, next.leftOut == folder.leftOut,
                next.settings.doneFile == folder.settings.doneFile
            {
                live[path] = waiting
            }
            status.flow.end(folder: folder.number, as: successor)
            // A pause is of the place, whatever is done there.
            if let successor, paused.contains(folder.number) { queue.pause([successor]) }
        }
        places.keep(news.folders)
        for folder in change.begun {
            await watcher.add(folder, places, ledger, status)
            for var entry in live[folder.settings.path] ?? [] {
                entry.folder = folder.number
                queue.enqueue(entry)
            }
        }
        status.publish()
        return report
    }
}

extension FolderWatcher {
    /// Watches a folder of the configuration, with what its writers had shown to need when it was last watched.
    func add(
        _ folder: FoldersInForce.Folder,
        _ places: FolderPlaces,
        _ ledger: Ledger,
        _ status: ServiceStatus
    ) async {
        let settings = folder.settings
        var wait: Duration?
        if settings.quiet == nil { wait = (try? await ledger.wait(folder: settings.path.bytes)) ?? nil }
        status.waits(wait ?? .zero, in: settings.path)
        let root = WatchedRoot(folder, at: places.images(of: settings), learnedWait: wait ?? .zero)
        add(root, as: folder.number)
    }
}

extension WatchedRoot {
    /// The folder as the watcher sees it.
    init(_ folder: FoldersInForce.Folder, at place: PinnedFolder, learnedWait: Duration) {
        let (settings, leftOut) = (folder.settings, folder.leftOut)
        self.init(
            path: settings.path,
            recursive: settings.recursive,
            quiet: settings.quiet,
            learnedWait: learnedWait,
            doneFile: settings.doneFile.map(DoneFile.init(ending:)),
            filter: NameFilter(settings.endings),
            excludedFolders: Set(leftOut.filter(\.isAbsolute)),
            excludedNames: Set(leftOut.filter { !$0.isAbsolute }.compactMap(\.lastComponent)),
            place: place
        )
    }
}

extension ServiceStatus {
    /// Takes back all that was said of a folder that is in force no longer.
    func forget(folder number: Int, at path: FilePath) {
        let prefix = "unreadable "
        for subject in troubledSubjects {
            let isBelow =
                subject.hasPrefix(prefix) && FilePath(String(subject.dropFirst(prefix.count))).starts(with: path)
            if isBelow || subject == "folder \(number)" || subject == "waiting \(number)" {
                forget(trouble: subject)
            }
        }
        for subject in ["storage", "off-peak", "tables", "wait"] { note(nil, about: "\(subject) \(path)") }
    }
}
