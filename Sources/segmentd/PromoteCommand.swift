import ArgumentParser
import Service
import SystemPackage
import WorkerProtocol

/// `segmentd promote`: a version of a classifier comes into force.
struct PromoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Bring a version of a classifier into force: the one that waits, or the one of a number."
    )

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "The classifier's file.")
    var classifier: FilePath

    @Argument(help: "The version; the one that waits unless given.")
    var number: Int?

    func run() throws {
        try ClassifierSwapping(daemon, "promote", classifier, number: number).run { versions, asker throws(Failure) in
            try versions.promote(number, by: asker)
        }
    }
}
