import ArgumentParser
import Glibc
import Logging
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// `segmentd notify`: tells people what happens in the daemon.
struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Send messages when images fail or something is wrong, and when it is over, as [notify] says.",
        discussion: """
            It runs as a service of its own, segmentd-notify, since the daemon has no network. It hears the daemon over its \
            socket, folds what happens into few messages, and keeps those that cannot be delivered.
            """
    )

    @OptionGroup var configurationFile: ConfigurationOptions

    @Option(help: "The daemon's runtime folder.")
    var runtime: FilePath = "/run/segmentd"

    @Flag(help: "Send a test message now, and say what came of it; exit 1 when it did not arrive everywhere.")
    var test = false

    @Option(help: ArgumentHelp("Divide all times by this, to try it out.", visibility: .hidden))
    var hurry: Double = 1

    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        if test { return try sendTest() }
        // One that comes before it is listened to must not end the service.
        signal(SIGHUP, SIG_IGN)
        let log = logging.logger
        var notifier = Notifier(configuration: configurationFile.configuration, runtime: runtime, log: log)
        if hurry != 1 { notifier.hurry(by: hurry) }
        do {
            let state = try ServiceDirectories().state
            try ServiceDirectories.create(state)
            try await notifier.run(state: state)
        } catch let error as Failure {
            log.critical("\(error)")
            throw ExitCode.unavailable
        } catch let error as ServiceDirectoriesError {
            log.critical("\(error)")
            throw ExitCode.unavailable
        }
    }

    private func sendTest() throws {
        _ = try configurationFile.load()
        let notifier = Notifier(
            configuration: configurationFile.configuration,
            runtime: runtime,
            log: LoggingOptions.silent
        )
        let results = notifier.test()
        guard !results.isEmpty else {
            StandardError.write(
                "\(configurationFile.configuration) names nobody who is told; add webhook or mail to [notify]"
            )
            throw ExitCode.configuration
        }
        var hasFailed = false
        for (channel, result) in results {
            switch result {
            case .success(let receiver): print("sent to \(receiver)")
            case .failure(let failure):
                hasFailed = true
                StandardError.write("not sent to \(channel.words): \(failure.message); \(failure.remedy)")
            }
        }
        if hasFailed { throw ExitCode.failure }
    }
}
