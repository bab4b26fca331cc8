import ArgumentParser
import Service

/// `segmentd status`: what the running daemon does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the running daemon does, and whether it keeps up; exit 69 when none can be asked."
    )

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let report: StatusReport = try daemon.ask(DaemonRequest("status"))
        if daemon.json { try JSONOutput.print(report) } else { print(report.text) }
    }
}
