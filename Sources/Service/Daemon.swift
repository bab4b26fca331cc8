import Devices
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
        // Classifiers are used without a copy as well.
        do { try ServiceDirectories.create(kept) } catch {
            log.event(.classifierNotKept, "no copies of classifiers can be kept: \(error)")
        }
        let queue = ImageQueue()
        let manager = ServiceManager()
        let folders = FoldersInForce(settings)
        let tally = MetricsTally()
        let announcements = Announcements(folders) { tally.note($0) }
        let status = ServiceStatus(
            folderCount: settings.folders.count,
            queue: queue,
            manager: manager,
            announcements: announcements,
            log: log
        )
        let workers = try await startedWorkers(status)
        let worker = workers[0]
        let ledger = await ledger(status)
        let places = FolderPlaces(settings.folders)
        let watcher = await watcher(of: folders, places, ledger, status)
        let postponed = PostponedImages()
        let classifiers = ClassifierService(
            store: ClassifierStore(keepingCopiesIn: kept, worker: worker),
            worker: worker,
            requests: ClassifierRequests(),
            folders: folders,
            configuration: RunningConfiguration(
                settings,
                folders: folders,
                watcher: watcher,
                queue: queue,
                postponed: postponed,
                places: places,
                ledger: ledger,
                status: status
            ),
            files: FileWatch(),
            watcher: watcher,
            status: status,
            manager: manager,
            log: log
        )
        await classifiers.loadAll()
        let pulse = WorkPulse()
        let training = TrainingWorker(trainingConnection(beside: workers.count))
        let images = imageServices(
            classifiers,
            workers: workers,
            ledger: ledger,
            places: places,
            queue: queue,
            postponed: postponed,
            pulse: pulse,
            tally: tally
        )
        // First, and so the last to stop: signs of life go on while the image in work is finished.
        let watchdog = WatchdogService(
            manager: manager,
            watcher: watcher,
            ledger: ledger,
            pulse: pulse,
            status: status,
            log: log
        )
        let daemon: [any Service] = [
            StartupService(manager: manager, watcher: watcher, log: log),
            ReloadService(requests: classifiers.requests, log: log),
            TrainingService(
                folders,
                places: places,
                worker: training,
                limits: settings.limits,
                status: status,
                log: log,
                known: { path in
                    classifiers.store.classifier(at: path).map {
                        RecipePlan.Known(facts: $0.facts, digest: $0.reference.digest)
                    }
                },
                reload: { classifiers.requests.send(.reload($0)) }
            ),
            StatusService(status: status),
            // Last, and so the first that hears of the wish to stop.
            StoppingService(
                manager: manager,
                workers: workers,
                training: training,
                announcements: announcements,
                log: log
            ),
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: ([watchdog] + images + daemon).map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
        )
        defer { status.tellOfStop(log) }
        try await group.run()
        await training.stop()
        for worker in workers { await worker.stop() }
    }

    /// How many workers share the computer's memory where so many segment: one that trains has its share as well.
    private func sharingMemory(beside workers: Int) -> Int { workers + (settings.trains ? 1 : 0) }

    /// The worker that trains, beside so many that segment: where these have processors, it has the others' way of computing
    /// and comes behind them.
    private func trainingConnection(beside workers: Int) -> WorkerConnection {
        WorkerConnection(
            device: settings.device,
            kernelCache: directories.cache.appending("kernels"),
            workers: workers + 1,
            limits: settings.limits,
            patience: TrainingWorker.patience,
            priority: .low
        )
    }

    private func ledger(_ status: ServiceStatus) async -> Ledger {
        await Ledger(at: directories.state.appending("ledger.sqlite").string) { [log] notice in
            if case .replaced = notice { return log.event(.ledgerReplaced, "\(notice)") }
            status.trouble(notice.isRecovery ? nil : "\(notice)", with: "ledger", kind: .ledger)
            status.publish()
        }
    }

    /// The workers, of which the first has chosen its device and so decides how many there are.
    private func startedWorkers(_ status: ServiceStatus) async throws(WorkerError) -> [WorkerConnection] {
        let planned = WorkerCount(asked: settings.workers, threads: settings.device?.threads)
        var first = worker(0, of: planned.beforeStart)
        var report = try await first.start()
        let count = planned.count(report)
        if count != planned.beforeStart {
            // Its share of the memory is another.
            await first.stop()
            first = worker(0, of: count)
            report = try await first.start()
        }
        status.started(report, workers: count, log: log)
        status.flow.workers = count
        // The others start when the work begins.
        return [first] + (1..<max(1, count)).map { worker($0, of: count) }
    }

    private func worker(_ number: Int, of count: Int) -> WorkerConnection {
        var device = settings.device
        if count > 1 {
            device = device ?? DeviceSelection()
            device?.place = number
        }
        let kernels = directories.cache.appending("kernels")
        return WorkerConnection(
            device: device,
            kernelCache: kernels,
            workers: sharingMemory(beside: count),
            limits: settings.limits
        )
    }

    private func watcher(
        of folders: FoldersInForce,
        _ places: FolderPlaces,
        _ ledger: Ledger,
        _ status: ServiceStatus
    ) async -> FolderWatcher {
        var timing = WatchTiming.standard
        // The rescan service keeps each folder's own interval.
        timing.rescan = .seconds(86_400)
        let watcher = FolderWatcher(roots: [], timing: timing)
        for folder in folders.all { await watcher.add(folder, places, ledger, status) }
        return watcher
    }

    /// What brings images from the folders through the queue to their results.
    private func imageServices(
        _ classifiers: ClassifierService,
        workers: [WorkerConnection],
        ledger: Ledger,
        places: FolderPlaces,
        queue: ImageQueue,
        postponed: PostponedImages,
        pulse: WorkPulse,
        tally: MetricsTally
    ) -> [any Service] {
        let (folders, watcher, status) = (classifiers.folders, classifiers.watcher, classifiers.status)
        let retries = RetryService(queue: queue)
        let processor = ImageProcessor(
            worker: classifiers.worker,
            classifiers: classifiers.store,
            ledger: ledger,
            places: places,
            pulse: pulse,
            announcements: status.announcements,
            origin: .service(directories),
            log: log
        )
        watcher.leaveOut { root, path, state in
            folders[root].map { processor.isSettled(path, in: $0, state) } ?? true
        }
        let controls = DaemonControls(
            status: status,
            folders: folders,
            queue: queue,
            postponed: postponed,
            processor: processor,
            watcher: watcher,
            classifiers: { classifiers.states },
            reload: { await classifiers.reloadAndWait() },
            reloadClassifier: { await classifiers.reloadAndWait($0) }
        )
        let results = NewResults()
        let others = workers.dropFirst().map { ImageProcessor(worker: $0, sharing: processor) }
        let metrics = settings.metrics.map { MetricsService($0, controls, tally: tally) }
        return (metrics.map { [$0] } ?? []) + [
            CommandService(DaemonSocket(in: directories.runtime), controls, log: log),
            WatchService(
                watcher: watcher,
                queue: queue,
                ledger: ledger,
                folders: folders,
                status: status,
                log: log
            ),
            classifiers,
            RescanService(
                watcher: watcher,
                folders: folders,
                places: places,
                postponed: postponed,
                queue: queue,
                processor: processor,
                gone: GoneImages(ledger: ledger, folders: folders, places: places)
            ),
            StorageService(folders: folders, places: places, status: status, log: log),
            OffPeakService(folders: folders, watcher: watcher, status: status),
            retries,
            ExperimentService(
                folders: folders,
                places: places,
                results: results,
                pulse: pulse,
                status: status,
                log: log
            ),
            SegmentationService(
                queue: queue,
                folders: folders,
                processors: [processor] + others,
                watcher: watcher,
                postponed: postponed,
                retries: retries,
                status: status,
                report: OutcomeReport(status: status, log: log),
                results: results
            ),
        ]
    }
}
