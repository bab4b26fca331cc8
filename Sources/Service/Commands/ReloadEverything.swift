import WorkerProtocol

/// `reload`: what SIGHUP does, answered when it is done: the configuration and all classifiers are read again, and all folders
/// looked through.
enum ReloadEverything: DaemonCommand {
    static let name = "reload"
    static let looksAtFiles = true
    static let changesState = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> ReloadReport {
        await daemon.reload()
    }
}

/// What a reload did.
package struct ReloadReport: Codable, Sendable, Equatable {
    /// What became of the configuration.
    package let configuration: ConfigurationChange
    /// The classifier files as they are now.
    package let classifiers: [ClassifierState]

    /// What was done.
    package init(configuration: ConfigurationChange, classifiers: [ClassifierState]) {
        self.configuration = configuration
        self.classifiers = classifiers
    }

    /// Whether every file is in force as it is now.
    package var isWell: Bool { !configuration.isRefused && classifiers.allSatisfy { $0.refused == nil } }

    /// A line for each file.
    package var text: String {
        ([configuration.text].compactMap(\.self) + classifiers.map(\.text)).joined(separator: "\n")
    }
}
