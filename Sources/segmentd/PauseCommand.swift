import ArgumentParser
import Service
import SystemPackage

/// `segmentd pause`: no image is begun any more.
struct PauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Have the running daemon begin no image of a folder, or of any, until `resume` or its next start."
    )

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "A watched folder; all unless given.")
    var folder: FilePath?

    func run() throws {
        let report: FoldersReport = try daemon.ask("pause", ofFolder: folder)
        if daemon.json { try JSONOutput.print(report) } else { print(report.text) }
    }
}
