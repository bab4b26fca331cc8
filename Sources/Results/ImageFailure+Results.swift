package import WorkerProtocol

extension ImageFailure {
    /// Results that could not be named, written or committed.
    package init(results error: ResultsError) {
        self.init(
            kind: error.kind,
            message: error.message,
            remedy: error.remedy,
            isTransient: error.isTransient
        )
    }
}
