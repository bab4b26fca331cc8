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
        let kept = directories.state.appending("classifiers")
        try directories.create()
        try ServiceDirectories.create(kept)
        let queue = ImageQueue(folderCount: settings.folders.count)
        let manager = ServiceManager()
        let status = ServiceStatus(folderCount: settings.folders.count, queue: queue, manager: manager)
        let worker = try await startedWorker(status)
        let ledger = await Ledger(at: directories.state.appending("ledger.sqlite").string) { [log] notice in
            log.warning("\(notice)")
        }
        let places = FolderPlaces(settings.folders)
        let watcher = watcher(places)
        let classifiers = ClassifierService(
            store: ClassifierStore(keepingCopiesIn: kept, worker: worker),
            worker: worker,
            requests: ClassifierRequests(),
            folders: settings.folders,
            files: FileWatch(),
            watcher: watcher,
            status: status,
            manager: manager,
            log: log
        )
        await classifiers.loadAll()
        let images = imageServices(classifiers, ledger: ledger, places: places, queue: queue)
        let daemon: [any Service] = [
            WatchdogService(manager: manager, watcher: watcher, ledger: ledger),
            ReloadService(requests: classifiers.requests, log: log),
            StatusService(status: status),
            // Last, and so the first that hears of the wish to stop.
            StoppingService(manager: manager, worker: worker, log: log),
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (images + daemon).map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
        )
        try await group.run()
        await worker.stop()
    }

    private func startedWorker(_ status: ServiceStatus) async throws(WorkerError) -> WorkerConnection {
        let worker = WorkerConnection(device: settings.device, kernelCache: directories.cache.appending("kernels"))
        let report = try await worker.start()
        log.info(
            "computing on \(report.engine.device) (\(report.engine.kind))",
            metadata: ["event": .event(.workerStarted)]
        )
        for warning in report.warnings { log.warning("\(warning)") }
        status.computes(on: report.engine.kind)
        status.device("\(report.engine.device) (\(report.engine.kind))")
        return worker
    }

    private func watcher(_ places: FolderPlaces) -> FolderWatcher {
        var timing = WatchTiming.standard
        // The rescan service keeps each folder's own interval.
        timing.rescan = .seconds(86_400)
        let roots = settings.folders.map { WatchedRoot($0, of: settings, at: places.images(of: $0)) }
        return FolderWatcher(roots: roots, timing: timing)
    }

    /// What brings images from the folders through the queue to their results.
    private func imageServices(
        _ classifiers: ClassifierService,
        ledger: Ledger,
        places: FolderPlaces,
        queue: ImageQueue
    ) -> [any Service] {
        let (folders, watcher, status) = (settings.folders, classifiers.watcher, classifiers.status)
        let postponed = PostponedImages()
        let retries = RetryService(queue: queue)
        let processor = ImageProcessor(
            worker: classifiers.worker,
            classifiers: classifiers.store,
            ledger: ledger,
            places: places,
            log: log
        )
        let controls = DaemonControls(
            status: status,
            folders: folders,
            queue: queue,
            postponed: postponed,
            processor: processor,
            watcher: watcher,
            classifiers: { classifiers.states },
            reload: { await classifiers.reloadAndWait() }
        )
        return [
            CommandService(DaemonSocket(in: directories.runtime), controls, log: log),
            WatchService(watcher: watcher, queue: queue, status: status, log: log),
            classifiers,
            RescanService(watcher: watcher, folders: folders, places: places, postponed: postponed, queue: queue),
            StorageService(folders: folders, places: places, status: status, log: log),
            OffPeakService(folders: folders, watcher: watcher, status: status),
            retries,
            SegmentationService(
                queue: queue,
                folders: folders,
                processor: processor,
                watcher: watcher,
                postponed: postponed,
                retries: retries,
                status: status,
                report: OutcomeReport(status: status, log: log)
            ),
        ]
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
