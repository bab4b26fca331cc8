import ArgumentParser
import Service
import SystemPackage

/// `segmentd explain`: why an image waits, was skipped or failed, or what produced its result.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Ask the running daemon why images wait, were skipped or failed, or what produced their results."
    )

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "Images.")
    var files: [FilePath]

    func run() throws {
        let reports: [ExplainReport] = try daemon.ask("explain", about: files)
        if daemon.json {
            try JSONOutput.print(["images": reports.flatMap(\.images)])
        } else {
            for report in reports { print(report.text) }
        }
    }
}
