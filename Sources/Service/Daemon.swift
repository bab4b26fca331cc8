import Files
import Ledger
package import Logging
import ServiceLifecycle
package import Settings
import SystemPackage
import SystemdSupport
import UnixSignals
import Watching
import WorkerClient
import WorkerProtocol

/// Everything `segmentd watch` consists of, put together.
package struct Daemon: Sendable {
    private let settings: Settings
    private let directories: ServiceDirectories
    private let log: Logger

    /// A daemon with the given settings, whose own files lie in `directories`.
    package init(settings: Settings, directories: ServiceDirectories, log: Logger) {
        self.settings = settings
        self.directories = directories
        self.log = log
    }

    /// Works until SIGTERM or SIGINT, then finishes the image in work.
    ///
    /// - Throws: `WorkerError` when no worker process can be started at all, `ServiceDirectoriesError` for our own folders.
    package func run() async throws {
        let folders = settings.folders
        let kept = directories.state.appending("classifiers")
        try directories.create()
        try ServiceDirectories.create(kept)
        let kernelCache = directories.cache.appending("kernels")

        let manager = ServiceManager()
        let queue = ImageQueue(folderCount: folders.count)
        let status = ServiceStatus(folderCount: folders.count, queue: queue, manager: manager)
        let ledger = await Ledger(at: directories.state.appending("ledger.sqlite").string) { [log] notice in
            log.warning("\(notice)")
        }
        let worker = WorkerConnection(device: settings.device, kernelCache: kernelCache)
        let store = ClassifierStore(keepingCopiesIn: kept, worker: worker)
        let report = try await worker.start()
        log.info(
            "computing on \(report.engine.device) (\(report.engine.kind))",
            metadata: ["event": .event(.workerStarted)]
        )
        for warning in report.warnings { log.warning("\(warning)") }
        status.computes(on: report.engine.kind)

        var timing = WatchTiming.standard
        // The rescan service keeps each folder's own interval.
        timing.rescan = .seconds(86_400)
        let places = FolderPlaces(folders)
        let roots = folders.map { WatchedRoot($0, of: settings, at: places.images(of: $0)) }
        let watcher = FolderWatcher(roots: roots, timing: timing)
        let requests = ClassifierRequests()
        let classifiers = ClassifierService(
            store: store,
            worker: worker,
            requests: requests,
            folders: folders,
            files: FileWatch(),
            watcher: watcher,
            status: status,
            manager: manager,
            log: log
        )
        await classifiers.loadAll()

        let postponed = PostponedImages()
        let retries = RetryService(queue: queue)
        let services: [any Service] = [
            WatchService(watcher: watcher, queue: queue, status: status, log: log),
            classifiers,
            RescanService(watcher: watcher, folders: folders, places: places, postponed: postponed, queue: queue),
            WatchdogService(manager: manager, watcher: watcher, ledger: ledger),
            ReloadService(requests: requests, log: log),
            retries,
            SegmentationService(
                queue: queue,
                folders: folders,
                processor: ImageProcessor(
                    worker: worker,
                    classifiers: store,
                    ledger: ledger,
                    places: places,
                    log: log
                ),
                watcher: watcher,
                postponed: postponed,
                retries: retries,
                status: status,
                report: OutcomeReport(status: status, log: log)
            ),
            StoppingService(manager: manager, worker: worker, log: log),
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
        )
        try await group.run()
        await worker.stop()
    }
}

extension WatchedRoot {
    /// The folder as the watcher sees it.
    init(_ folder: FolderSettings, of settings: Settings, at place: PinnedFolder) {
        let leftOut = settings.foldersLeftOut(of: folder)
        self.init(
            path: folder.path,
            recursive: folder.recursive,
            quiet: folder.quiet,
            excludedFolders: Set(leftOut.filter(\.isAbsolute)),
            excludedNames: Set(leftOut.filter { !$0.isAbsolute }.compactMap(\.lastComponent)),
            place: place
        )
    }
}
