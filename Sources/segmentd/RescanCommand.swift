import ArgumentParser
import Service
import SystemPackage

/// `segmentd rescan`: folders are looked through once more.
struct RescanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescan",
        abstract: "Have the running daemon look through a folder, or all of them, once more."
    )

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "A watched folder; all unless given.")
    var folder: FilePath?

    func run() throws {
        let report: FoldersReport = try daemon.ask("rescan", ofFolder: folder)
        if daemon.json { try JSONOutput.print(report) } else { print(report.text) }
    }
}
