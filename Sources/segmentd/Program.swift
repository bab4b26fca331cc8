import ArgumentParser
import Dispatch

/// The entry point.
@main
enum Program {
    /// Runs a command that computes on the first thread, every other one as ArgumentParser does: in a task.
    ///
    /// The few threads of tasks must not be blocked, and only on the first one does the C library keep memory that was
    /// freed (`WorkingMemory`).
    static func main() {
        let arguments = RawArguments.texts
        do {
            var command = try Segmentd.parseAsRoot(arguments)
            if !(command is any AsyncParsableCommand) { return try command.run() }
        } catch {
            // Engines tell by 2 that calling again is of no use.
            let isRun = arguments.first == RunCommand.configuration.commandName
            if isRun, Segmentd.exitCode(for: error) == .validationFailure {
                StandardError.write(Segmentd.fullMessage(for: error))
                Segmentd.exit(withError: ExitCode.refused)
            }
            Segmentd.exit(withError: error)
        }
        Task {
            await Segmentd.main(arguments)
            Segmentd.exit()
        }
        dispatchMain()
    }
}
