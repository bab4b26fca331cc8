import WorkerProtocol

extension WorkerSession {
    /// Trains a classifier; the descriptors are those that `job` says.
    func train(_ job: TrainingJob, _ descriptors: [Int32], beat: () -> Void) throws(Failure) -> TrainingReport {
        throw .internalFault("training is not there yet")
    }
}
