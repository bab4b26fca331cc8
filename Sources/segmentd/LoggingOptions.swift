import ArgumentParser
import Logging
import SystemdSupport

/// How much is logged.
struct LoggingOptions: ParsableArguments {
    /// The levels, by the names swift-log gives them.
    enum Level: String, CaseIterable, ExpressibleByArgument {
        case debug
        case info
        case notice
        case warning
        case error
    }

    @Option(help: "The least level that is logged.")
    var logLevel: Level = .info

    /// A logger to the journal under systemd, to standard error otherwise.
    var logger: Logger {
        let level = Logger.Level(rawValue: logLevel.rawValue) ?? .info
        return Logger(label: "segmentd") { _ in JournalLogHandler(logLevel: level) }
    }

    /// A logger for commands that say themselves what happens.
    static var silent: Logger { Logger(label: "segmentd") { _ in SwiftLogNoOpLogHandler() } }
}
