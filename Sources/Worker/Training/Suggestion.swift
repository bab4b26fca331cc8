import WorkerProtocol

/// What a forest makes of its features, and whether fewer would do.
enum Suggestion {
    /// The answer to `job` from the file of samples.
    static func report(_ job: SuggestionJob, samples: Int32, beat: () -> Void) throws(Failure) -> SuggestionReport {
        throw .internalFault("suggestions are not there yet")
    }
}
