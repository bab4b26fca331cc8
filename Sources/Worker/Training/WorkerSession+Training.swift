import WorkerProtocol

extension WorkerSession {
    /// Trains a classifier; the descriptors are those that `job` says.
    func train(_ job: TrainingJob, _ descriptors: [Int32], beat: () -> Void) throws(Failure) -> TrainingReport {
        let files = try TrainingFiles(job, descriptors)
        // Objects and tables are measured on the processor, in arithmetic that is the same everywhere.
        let engine = job.kind.isOfPixels ? try runningEngine() : nil
        let memory = TrainingMemory(bytes: memory)
        return try TrainingRun(job: job, files: files, engine: engine, memory: memory).run(beat: beat)
    }
}
