import ArgumentParser
import Service
import SystemPackage

/// `segmentd resume`: ends a pause.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Have the running daemon go on with a folder, or with all of them."
    )

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "A watched folder; all unless given.")
    var folder: FilePath?

    func run() throws {
        let report: FoldersReport = try daemon.ask("resume", ofFolder: folder)
        if daemon.json { try JSONOutput.print(report) } else { print(report.text) }
    }
}
