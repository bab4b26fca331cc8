package import WorkerProtocol

extension Failure {
    /// A worker that could not be made ready; the image is not at fault.
    package static func notReady(_ error: WorkerError) -> Failure {
        Failure(
            kind: "worker_unavailable",
            message: "\(error)",
            remedy:
                "the image is tried again; if this stays, look at the journal, the cache folder and `segmentd devices`",
            isTransient: true
        )
    }
}
