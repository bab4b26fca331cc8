import Files
import Settings
import WorkerProtocol

/// `pause`: no image is begun any more, of one folder or of all; those in work are finished, new ones are noticed and wait.
///
/// It ends with `resume`, or with the service: a pause that somebody forgot, or that a crash outlived, would let a weekend's
/// images lie.
enum PauseWork: DaemonCommand {
    static let name = "pause"
    static let looksAtFiles = false
    static let changesState = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> FoldersReport {
        let indices = try daemon.folders(of: request)
        daemon.queue.pause(indices)
        daemon.status.publish()
        return FoldersReport(
            folders: daemon.paths(of: indices),
            words: "paused; images wait until `segmentd resume`, or until the service is started again"
        )
    }
}

/// `resume`: ends a pause.
enum ResumeWork: DaemonCommand {
    static let name = "resume"
    static let looksAtFiles = false
    static let changesState = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> FoldersReport {
        let indices = try daemon.folders(of: request)
        daemon.queue.resume(indices)
        daemon.status.publish()
        return FoldersReport(folders: daemon.paths(of: indices), words: "at work")
    }
}
