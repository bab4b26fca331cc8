import Files
import Settings
import Watching
import WorkerProtocol

/// `rescan`: has one folder, or all, looked through once more; answers as soon as that is on its way.
enum RescanFolders: DaemonCommand {
    static let name = "rescan"
    static let looksAtFiles = true
    static let changesState = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> FoldersReport {
        let indices = try daemon.folders(of: request)
        for index in indices { await daemon.watcher.rescan(index) }
        return FoldersReport(
            folders: daemon.paths(of: indices),
            words: "looked through once more; what is due is done"
        )
    }
}

/// What was done to which folders.
package struct FoldersReport: Codable, Sendable, Equatable {
    /// The folders.
    package let folders: [PathText]
    /// What was done to them, as the end of a sentence.
    package let words: String

    /// A line for each folder.
    package var text: String { folders.map { "\($0.path.readable): \(words)" }.joined(separator: "\n") }
}
