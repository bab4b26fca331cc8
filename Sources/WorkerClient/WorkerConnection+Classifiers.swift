package import WorkerProtocol

/// What a classifier file is.
extension WorkerConnection {
    package func describe(_ classifier: Int32, digest: String, name: String) throws(WorkerError) -> ClassifierFacts {
        try launch()
        let request = WorkerRequest.describe(digest: digest, name: name)
        guard case .described(let facts) = try ask(request, descriptors: [classifier]) else {
            throw unexpected("describe")
        }
        return facts
    }

    /// Has a process of its own take the classifier out of a project, beside whatever the worker does.
    package nonisolated func extract(
        _ project: Int32,
        into extract: Int32,
        name: String
    ) async throws(WorkerError) -> ClassifierExtract {
        try await projects.extract(project, into: extract, name: name)
    }
}
