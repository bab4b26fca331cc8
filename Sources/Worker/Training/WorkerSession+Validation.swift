import WorkerProtocol

extension WorkerSession {
    /// Compares a classifier's results with annotations; the descriptors are those that `job` says.
    func validate(_ job: ValidationJob, _ descriptors: [Int32], beat: () -> Void) throws(Failure) -> ValidationReport {
        throw .internalFault("validation is not there yet")
    }
}
