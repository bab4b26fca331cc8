import ArgumentParser
import Service

/// `segmentd reload`: the configuration and classifiers are read again, and folders looked through.
struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract:
            "Have the running daemon read its configuration and all classifiers again, and wait; exit 1 when one is refused."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        // Kernels of a new classifier may have to be compiled.
        let report: ReloadReport = try daemon.ask(DaemonRequest("reload"), patience: .seconds(900))
        if daemon.json { try JSONOutput.print(report) } else { print(report.text) }
        if !report.isWell { throw ExitCode.failure }
    }
}
