package import WorkerProtocol

extension Failure {
    /// A worker that could not be made ready; the image is not at fault.
    package static func notReady(_ error: WorkerError) -> Failure {
        Failure(
            kind: "worker_unavailable",
            message: "\(error)",
            remedy:
                "if this stays, look at the messages around this time, the cache folder and `segmentd devices`",
            isTransient: true
        )
    }
}
