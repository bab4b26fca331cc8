import ArgumentParser
import Service
import SystemPackage

/// `segmentd retry`: images are tried again now.
struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Have the running daemon try images again now, also failed ones; exit 1 when it cannot try all."
    )

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "Images.")
    var files: [FilePath]

    func run() throws {
        let reports: [RetryReport] = try daemon.ask("retry", about: files)
        if daemon.json {
            try JSONOutput.print(["images": reports.flatMap(\.images)])
        } else {
            for report in reports { print(report.text) }
        }
        if !reports.allSatisfy(\.areAllQueued) { throw ExitCode.failure }
    }
}
