import ArgumentParser
import Files
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// Which daemon is asked, and how its answer is shown.
struct DaemonOptions: ParsableArguments {
    /// The runtime folder of the system's service.
    private static let systemFolder: FilePath = "/run/segmentd"
    /// A request holds so many files at most; with more, several are sent.
    private static let mostFiles = 50

    @Option(
        help: "The daemon's runtime folder; otherwise this user's daemon is asked, else the system's (/run/segmentd)."
    )
    var runtime: FilePath?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    /// Asks the daemon.
    ///
    /// - Throws: the exit status 69 where none answers, 1 where it refuses; the reason goes to standard error.
    func ask<Answer: Codable & Sendable>(
        _ request: DaemonRequest,
        for answer: Answer.Type = Answer.self,
        patience: Duration = .seconds(10)
    ) throws -> Answer {
        do throws(Failure) {
            return try socket.ask(request, patience: patience)
        } catch {
            if json { try? JSONOutput.print(["error": error]) }
            StandardError.write("\(error)")
            throw error.isOfReaching ? ExitCode.unavailable : ExitCode.failure
        }
    }

    /// Asks about images, in as many requests as they need.
    func ask<Answer: Codable & Sendable>(
        _ command: String,
        about files: [FilePath],
        for answer: Answer.Type = Answer.self
    ) throws -> [Answer] {
        let paths = files.map { $0.absolute.lexicallyNormalized() }
        return try stride(from: 0, to: paths.count, by: Self.mostFiles).map { start in
            let part = Array(paths[start..<min(start + Self.mostFiles, paths.count)])
            return try ask(DaemonRequest(command, files: part), patience: .seconds(60))
        }
    }

    /// Asks about a folder, or all.
    func ask<Answer: Codable & Sendable>(
        _ command: String,
        ofFolder folder: FilePath?,
        for answer: Answer.Type = Answer.self,
        patience: Duration = .seconds(10)
    ) throws -> Answer {
        try ask(DaemonRequest(command, folder: folder?.absolute.lexicallyNormalized()), patience: patience)
    }

    /// The folders that the running daemon watches; none where no daemon runs.
    var watchedFolders: [FilePath] {
        let report = try? socket.ask(DaemonRequest("status"), for: StatusReport.self)
        return report?.folders.map(\.path.path) ?? []
    }

    /// The socket of the daemon that is meant.
    var socket: DaemonSocket { DaemonSocket(in: runtime ?? folder) }

    /// Listens to the daemon; `kinds` are separated by commas.
    func events(kinds: String? = nil, folder: FilePath? = nil) throws(Failure) -> EventStream {
        try socket.events(
            kinds: kinds?.split(separator: ",").map(String.init),
            folder: folder?.absolute.lexicallyNormalized()
        )
    }

    private var folder: FilePath {
        let own = try? ServiceDirectories().runtime
        return own.flatMap { DaemonSocket(in: $0).exists ? $0 : nil } ?? Self.systemFolder
    }
}
