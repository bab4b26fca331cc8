import ArgumentParser
import Glibc
import Logging
import Service
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd replay`: an old session once more, to see whether this machine would have kept up.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Write an old session again at its own pace, and say whether this machine would have kept up.",
        discussion: """
            The images of FOLDER are copied into SCRATCH in the order and with the pauses in which they were made, as their \
            modification times tell. A daemon of its own segments them there, by the recipes that the summaries in FOLDER \
            tell, or by those of --config. If a daemon that runs watches SCRATCH, it does the work; name its --config then. \
            FOLDER is only read. Exit 0 when the machine keeps up, 1 when it does not.
            """
    )

    @Argument(help: "The folder of an old session.")
    var folder: FilePath

    @Option(help: "An empty folder, or one that is not there yet, on the disk that the microscope writes to.")
    var into: FilePath

    @Option(help: "How many times faster than it was.")
    var speed = 1.0

    @Option(help: "Cut pauses that are still longer to so many seconds.")
    var longestGap: Double?

    @Option(help: "How images are written: \(ReplaySource.Writing.allCases.map(\.rawValue).joined(separator: ", ")).")
    var writing = ReplaySource.Writing.rename

    @Option(name: [.customLong("config")], help: "Use the recipes and the device of this configuration.")
    var configurationFile: FilePath?

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard speed > 0, speed <= 1_000 else { throw ValidationError("--speed is above 0, at most 1000.") }
        if let longestGap, longestGap < 0 { throw ValidationError("--longest-gap is a time in seconds.") }
    }

    func run() async throws {
        let settings = try configurationFile.map { try ConfigurationOptions.load($0) }
        do {
            try LinuxCheck.run()
            let session = try BatchItems.existing(folder)
            let watched = daemon.watchedFolders
            let source = try ReplaySource(session)
            let directories = try ServiceDirectories()
            let scratch = try ReplayScratch.prepare(into, session: session, settings: settings, watched: watched)
            let setting = try await source.folder(
                at: scratch,
                settings: settings,
                keptIn: directories.state.appending("classifiers"),
                by: WorkerConnection.forReading()
            )
            let replay = Replay(
                source,
                into: setting,
                speed: speed,
                longestGap: longestGap.map { .seconds($0) },
                writing: writing
            )
            let interruption = Interruption()
            let isStopped = interruption.check
            let report: ReplayReport
            if watched.contains(scratch) {
                report = try await replay.run(isStopped: isStopped, progress: Self.show)
            } else {
                var log = logging.logger
                // Not a line for each image, which is what a daemon says by itself.
                if log.logLevel == .info { log.logLevel = .warning }
                report = try await ReplayDaemon(setting, device: settings, directories: directories, log: log)
                    .working { try await replay.run(isStopped: isStopped, progress: Self.show) }
            }
            if isatty(STDERR_FILENO) == 1 { StandardError.write("\r\u{1b}[K", terminator: "") }
            if daemon.json { try JSONOutput.print(report) } else { print(report.text) }
            if let stopped = interruption.exitCode { throw stopped }
            if !report.keptUp { throw ExitCode.failure }
        } catch let failure as Failure {
            StandardError.write("\(failure)")
            throw ExitCode.failure
        } catch let error as WorkerError {
            StandardError.write("\(error)")
            throw ExitCode.unavailable
        }
    }

    /// Shows how far it is, on a terminal.
    @Sendable private static func show(written: Int, done: Int, total: Int) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        StandardError.write("\r\u{1b}[K\(written) of \(total) written, \(done) done", terminator: "")
    }
}

extension ReplaySource.Writing: ExpressibleByArgument {}
