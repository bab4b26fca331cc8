import Logging
import ServiceLifecycle
import SystemdSupport
import WorkerClient
import WorkerProtocol

/// Tells the service manager that the daemon is on its way out, as soon as it is asked to stop.
///
/// Last in the group, and so the first that hears of it.
struct StoppingService: Service {
    let manager: ServiceManager
    let workers: [WorkerConnection]
    let training: TrainingWorker
    let announcements: Announcements
    let log: Logger

    func run() async throws {
        try await gracefulShutdown()
        announcements.send(Announcement(.stopping))
        training.stopSoon()
        for worker in workers { worker.stopSoon() }
        manager.stopping(status: workers.count == 1 ? "finishing the image in work" : "finishing the images in work")
        log.event(.stopping, "stopping; the image in work is finished first")
    }
}
