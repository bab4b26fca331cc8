import ArgumentParser
import Service
import SystemPackage
import WorkerProtocol

/// `segmentd rollback`: the classifier that was in force before comes back.
struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Bring the version of a classifier back that was in force before; again: the one before that."
    )

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "The classifier's file.")
    var classifier: FilePath

    func run() throws {
        try ClassifierSwapping(daemon, "rollback", classifier).run { versions, asker throws(Failure) in
            try versions.rollBack(by: asker)
        }
    }
}
