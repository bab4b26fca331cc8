import Glibc

/// Plays the microscope for tests and the demo: drops images whose content is known, and scores what was made of them.
@main
enum AcquisitionSimulator {
    /// Runs the command; ends with 0 when all is well, 1 when not, 64 when the command line is wrong.
    static func main() {
        do {
            let known = ["drop": Acquisition.options, "score": Scoring.options]
            let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()), known: known)
            if arguments.command == "drop" {
                try Acquisition(arguments).run()
            } else {
                exit(try Scoring(arguments).run() ? 0 : 1)
            }
        } catch {
            let message = Array("AcquisitionSimulator: \(error)\n".utf8)
            _ = write(STDERR_FILENO, message, message.count)
            if case SimulatorError.usage = error { exit(64) }
            exit(1)
        }
    }
}
