/// Why the daemon lost its worker, or never had one; the image at work may be tried again with a new worker.
package enum WorkerError: Error, Sendable, CustomStringConvertible {
    /// The process could not be started.
    case cannotStart(String)
    /// No worker could be made ready; that says nothing of the image it was wanted for.
    case notReady(String)
    /// The other end of the socket is gone.
    case closed
    /// The worker ended; `status` says how, in words.
    case died(status: String)
    /// Nothing was heard for this long.
    case silent(Duration)
    /// It lives, but what was asked takes longer than it may.
    case overdue(Duration)
    /// The daemon stops, and the worker did not come to an end.
    case interrupted
    /// Something other than the protocol came over the socket.
    case protocolBroken(String)
    /// The worker refused what was asked, for a reason that another worker would give too.
    case refused(Failure)

    /// Whether the worker had to be waited for to the end of all patience.
    package var isHang: Bool { if case .overdue = self { true } else { false } }

    package var description: String {
        switch self {
        case .cannotStart(let reason):
            "the worker process could not be started: \(reason); check the installation and the system's limits"
        case .notReady(let reason): "no worker process can be made ready: \(reason)"
        case .closed: "the worker process closed its connection; the messages before may hold its last words"
        case .died(let status): "the worker process ended (\(status)); the messages before may hold its last words"
        case .silent(let duration): "the worker process gave no sign of life for \(duration) and was replaced"
        case .overdue(let duration): "the worker process was not done after \(duration) and was replaced"
        case .interrupted: "the worker process was ended, for segmentd stops"
        case .protocolBroken(let reason): "the worker process broke the protocol: \(reason); please report this"
        case .refused(let failure): failure.description
        }
    }
}
