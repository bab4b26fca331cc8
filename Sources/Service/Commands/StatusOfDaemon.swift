import Files
import Settings
import SystemPackage
import Watching
import WorkerProtocol

/// `status`: everything that there is to say of the running daemon.
///
/// It asks nobody who could hang: a folder on a dead server is what people want to see here.
enum StatusOfDaemon: DaemonCommand {
    static let name = "status"
    static let looksAtFiles = false

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> StatusReport {
        let (status, flow) = (daemon.status, daemon.status.flow)
        let (works, lanes, paused) = (flow.works, daemon.queue.lanes, daemon.queue.paused)
        let folders = daemon.folders.all.map { watched in
            let (index, folder) = (watched.number, watched.settings)
            let troubles = status.troubles(ofFolder: index, at: folder.path)
            let tally = flow.tally(of: index)
            let quiet: Duration? = folder.quiet
            func waiting(_ arrival: Arrival) -> Int { lanes[arrival]?.folders[index]?.count ?? 0 }
            return StatusReport.Folder(
                path: PathText(folder.path),
                troubles: troubles,
                liveWaiting: waiting(.live),
                backlogWaiting: waiting(.backlog),
                inWork: works.filter { $0.folder == index }.count,
                done: tally.done,
                failed: tally.failed,
                postponed: daemon.postponed.trouble(in: index).map {
                    StatusReport.Postponed(images: $0.images, reason: $0.failure)
                },
                isPaused: paused.contains(index),
                wait: folder.doneFile.map { "when their marker (\($0)) is there" }
                    ?? quiet.map { "after \($0) without a change" }
                    ?? "when they are closed, or later where their writers have shown to go on"
            )
        }
        return StatusReport(
            version: Version.current,
            isReady: status.isReady,
            uptimeSeconds: flow.uptime / .seconds(1),
            line: status.line,
            device: status.device,
            workers: flow.workers,
            folders: folders,
            classifiers: daemon.classifiers(),
            trainings: status.trainings.all,
            inWork: works.map {
                StatusReport.Work(image: PathText($0.path), seconds: (flow.work(on: $0.path) ?? .zero) / .seconds(1))
            },
            flow: status.figures,
            troubles: status.troubles
        )
    }
}
