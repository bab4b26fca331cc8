import WorkerProtocol

/// `reload`: what SIGHUP does, answered when it is done: classifiers are read again, and all folders looked through.
enum ReloadClassifiers: DaemonCommand {
    static let name = "reload"
    static let looksAtFiles = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> ReloadReport {
        ReloadReport(classifiers: await daemon.reload())
    }
}

/// What a reload did.
package struct ReloadReport: Codable, Sendable, Equatable {
    /// The classifier files as they are now.
    package let classifiers: [ClassifierState]

    /// Whether every file is in force as it is now.
    package var isWell: Bool { classifiers.allSatisfy { $0.refused == nil } }

    /// A line for each file.
    package var text: String { classifiers.map(\.text).joined(separator: "\n") }
}
