import Files
import Results
import SystemPackage
import WorkerProtocol

extension Failure {
    /// The same, or that the disk is full where the worker could not write: it knows no folders.
    func seen(from results: FilePath, forImageOf state: FileState) -> Failure {
        guard kind == Failure.outputUnwritableKind, let folder = try? FileCalls().openFolder(at: results),
            let space = FileSystemSpace(of: folder), space.free < state.identity.size
        else { return self }
        return Failure(
            kind: "disk_full",
            message: "\(message); \(StorageText.bytes(space.free)) are free in \(results.readable)",
            remedy: "free some space",
            isTransient: true
        )
    }

    /// An image over which one worker after the other was lost.
    static func workerLost(_ image: String, _ error: WorkerError, attempts: Int) -> Failure {
        Failure(
            kind: "worker_lost",
            message: "\(image): \(error), at \(attempts) attempts",
            remedy: "look at the messages around this time; `segmentd inspect` may show what is odd about the image; "
                + "a service tries it again after an hour and at its next start, `segmentd run` when it is called"
        )
    }

    /// An image that was in work when the daemon itself died, after as many losses as there may be.
    static func daemonLost(_ image: String, losses: Int) -> Failure {
        Failure(
            kind: "daemon_lost",
            message: "\(image): segmentd itself or its worker ended \(losses) times while it worked on this image",
            remedy: "look at the journal and the memory around these times; it is tried again after an hour, and once "
                + "when the service is started again"
        )
    }

    /// The kind of the failure where a stop cut an image short.
    static let interruptedKind = "interrupted"

    /// The daemon stops and waits no longer for its worker.
    static func interrupted(_ image: String) -> Failure {
        Failure(
            kind: interruptedKind,
            message: "\(image): segmentd was asked to stop and waited no longer for its worker",
            remedy: "the image is done when it is started again",
            isTransient: true
        )
    }
}

extension Summary.Cause {
    /// Whether workers, or the daemon, died over the image: that may have had another reason, so it does not settle
    /// the image for ever.
    var isLoss: Bool { kind == "worker_lost" || kind == "daemon_lost" }
}
