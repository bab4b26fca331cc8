import ArgumentParser
import Files
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// `segmentd classifiers`: which versions of which classifiers there are, and which are in force.
struct ClassifiersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifiers",
        abstract: "List classifiers with all their versions, scores and reasons, and say which are in force.",
        discussion: """
            Without a file: those of the running daemon, else those of the configuration. f1 is what a version reached on the \
            annotations that are held back, before what the one then in force did on the same.
            """
    )

    @OptionGroup var daemon: DaemonOptions

    @Option(name: [.customLong("config")], help: "List the classifiers of this configuration.")
    var configurationFile: FilePath?

    @Argument(help: "Classifier files.")
    var files: [FilePath] = []

    func run() throws {
        let known = (try? daemon.socket.ask(DaemonRequest("status"), for: StatusReport.self))?.classifiers ?? []
        var isWell = true
        var listings: [ClassifierListing] = []
        for file in try wanted(known) {
            let state = known.first { $0.file.path == file }
            do throws(Failure) {
                let listing = try ClassifierListing(file, daemon: state)
                listings.append(listing)
                if listing.isEmpty, !files.isEmpty {
                    StandardError.write("\(file.readable): there is no such classifier, and no version of one")
                    isWell = false
                }
            } catch {
                StandardError.write("\(error)")
                isWell = false
            }
        }
        if daemon.json {
            try JSONOutput.print(["classifiers": listings])
        } else {
            for listing in listings { print(listing.text) }
        }
        if !isWell { throw ExitCode.failure }
    }

    /// The files that are meant, each once.
    private func wanted(_ known: [ClassifierState]) throws -> [FilePath] {
        if !files.isEmpty { return files.map { $0.absolute.lexicallyNormalized() } }
        if configurationFile == nil, !known.isEmpty { return known.map(\.file.path) }
        let settings = try ConfigurationOptions.load(configurationFile ?? Settings.standardFile)
        var seen: Set<FilePath> = []
        return settings.folders.flatMap(\.recipes).flatMap(\.classifiers).filter { seen.insert($0).inserted }
    }
}
