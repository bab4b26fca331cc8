import ArgumentParser
import Glibc
import Logging
import Service
import Settings
import SystemdSupport
import WorkerProtocol

/// `segmentd watch`: the daemon.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch the folders of a configuration and segment every image that arrives."
    )

    @OptionGroup var configurationFile: ConfigurationOptions
    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        // A reload that is asked for before the daemon listens must not end it.
        signal(SIGHUP, SIG_IGN)
        let log = logging.logger
        let settings: Settings
        do throws(SettingsError) { settings = try Settings.load(from: configurationFile.configuration) } catch {
            log.event(.configurationRejected, "\(error)")
            throw ExitCode.configuration
        }
        for problem in settings.environmentProblems() + ConfigurationCheck.warnings(of: settings) {
            log.event(.configurationWarning, "\(problem)", ["key": "\(problem.keyPath)"])
        }
        do {
            try LinuxCheck.run()
            try await Daemon(settings: settings, directories: ServiceDirectories(), log: log).run()
        } catch let error as WorkerError {
            log.event(.workerUnavailable, "\(error)")
            throw ExitCode.unavailable
        } catch let error as Failure {
            log.event(.systemUnsuitable, "\(error)", ["error": "\(error.kind)"])
            throw ExitCode.unavailable
        } catch let error as ServiceDirectoriesError {
            log.event(.directoriesUnusable, "\(error)")
            throw ExitCode.unavailable
        }
    }
}
