package import WorkerProtocol

/// Training, and what goes with it.
extension WorkerConnection {
    /// Trains a classifier; the descriptors are those that `job` says, and stay the caller's.
    ///
    /// - Throws: `WorkerError.refused` where annotations or images are at fault, any other when the worker was lost.
    package func train(_ job: TrainingJob, descriptors: [Int32]) throws(WorkerError) -> TrainingReport {
        guard case .trained(let report) = try answer(.train(job), descriptors) else { throw unexpected("train") }
        return report
    }

    /// Compares a classifier's results with annotations; the descriptors are those that `job` says.
    package func validate(_ job: ValidationJob, descriptors: [Int32]) throws(WorkerError) -> ValidationReport {
        guard case .validated(let report) = try answer(.validate(job), descriptors) else {
            throw unexpected("validate")
        }
        return report
    }

    /// Says what a forest makes of its features, from an open file of samples; no device is needed for it.
    package func suggest(_ job: SuggestionJob, samples: Int32) throws(WorkerError) -> SuggestionReport {
        try launch()
        var watch = WorkerWatch(patience, limit: patience.measurement)
        let reply = try ask(.suggest(job), descriptors: [samples], watch: &watch) { _, _ in }
        guard case .suggested(let report) = reply else { throw unexpected("suggest") }
        return report
    }

    /// The answer of a worker with an engine, which may take as long as it gets on.
    private func answer(_ request: WorkerRequest, _ descriptors: [Int32]) throws(WorkerError) -> WorkerReply {
        _ = try start()
        var watch = WorkerWatch(patience, limit: patience.measurement)
        return try ask(request, descriptors: descriptors, watch: &watch) { _, _ in }
    }
}
