import SystemPackage

/// What the classifier service is asked to do, one after the other, whoever asks.
///
/// Unbounded: file events are debounced, the timer waits for its answer, and only a person sends SIGHUP.
final class ClassifierRequests: Sendable {
    enum Request: Sendable {
        /// Look at one file again.
        case reload(FilePath)
        /// The same for somebody who waits.
        case reloadAndTell(FilePath, @Sendable () -> Void)
        /// Look at every file that could not be taken into force for a reason that may pass.
        case retry
        /// Look at the configuration and every file, and have every folder looked through.
        case reloadAll
        /// The same for somebody who waits; called with what became of the configuration, and the files that are in force
        /// now and were not before.
        case reloadAllAndTell(@Sendable (ConfigurationChange, Set<FilePath>) -> Void)
    }

    let stream: AsyncStream<Request>
    private let continuation: AsyncStream<Request>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// Adds a request.
    func send(_ request: Request) {
        continuation.yield(request)
    }
}
