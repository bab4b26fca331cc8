import ArgumentParser
import Service

/// `segmentd status`: what the running daemon does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the running daemon does, and whether it keeps up; exit 69 when none can be asked."
    )

    @OptionGroup var daemon: DaemonOptions

    @Flag(
        help: """
            Say it anew each second and whenever something happens, until q or Ctrl-C: in place on a terminal, else one \
            after the other, with --json a line a second. A daemon that is not there is waited for.
            """
    )
    var follow = false

    func run() throws {
        if follow { return try LiveStatus(daemon).run() }
        let report: StatusReport = try daemon.ask(DaemonRequest("status"))
        if daemon.json { try JSONOutput.print(report) } else { print(report.text) }
    }
}
