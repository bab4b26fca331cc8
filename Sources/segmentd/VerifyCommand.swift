import ArgumentParser
import Files
import Glibc
import Service
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd verify`: every result held against its summary.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold every result in a folder against its summary and its image; exit 1 when something is wrong.",
        discussion: """
            --repair does again what is damaged, by the configuration where one is given and covers the image, else as its \
            summary says, and removes files of segmentd that no summary names. Raw images and files of others are never \
            touched.
            """
    )

    /// What is printed with --json.
    private struct Report: Encodable {
        let verification: VerificationTally
        let repair: ResultRepair.Report?
        let afterRepair: VerificationTally?
    }

    @Argument(help: "A folder of results.")
    var folder: FilePath

    @Option(name: [.customLong("config")], help: "Find results that this configuration would make otherwise, too.")
    var configurationFile: FilePath?

    @Flag(help: "Mend what is damaged.")
    var repair = false

    @Flag(help: "Print JSON instead of words.")
    var json = false

    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        let settings = try configurationFile.map { try ConfigurationOptions.load($0) }
        do {
            let root = try BatchItems.existing(folder)
            let interruption = Interruption()
            let expected =
                if let settings {
                    try await ExpectedRecipes(settings.folders, worker: WorkerConnection.forReading())
                } else { ExpectedRecipes() }
            func look() -> FolderVerification {
                var verification = FolderVerification(
                    root,
                    expected: expected,
                    isStopped: { interruption.isWanted },
                    progress: { Self.show("\($0.results) results, \($0.findingCount) findings") }
                )
                verification.run()
                Self.show("")
                return verification
            }
            let first = look()
            if !json { print(first.tally.text) }
            var (repaired, second): (ResultRepair.Report?, VerificationTally?)
            if repair, first.tally.findingCount > 0, !interruption.isWanted {
                let report = try await mend(first, settings, interruption)
                (repaired, second) = (report, look().tally)
                if !json { print("\(report.text)\nafterwards:\n\(second?.text ?? "")") }
            }
            if json {
                try JSONOutput.print(Report(verification: first.tally, repair: repaired, afterRepair: second))
            }
            if let stopped = interruption.exitCode { throw stopped }
            if (second ?? first.tally).findingCount > 0 { throw ExitCode.failure }
        } catch let failure as Failure {
            StandardError.write("\(failure)")
            throw ExitCode.failure
        }
    }

    private func mend(
        _ verification: FolderVerification,
        _ settings: Settings?,
        _ interruption: Interruption
    ) async throws -> ResultRepair.Report {
        let directories = try ServiceDirectories()
        try directories.create()
        let worker = WorkerConnection(
            device: settings?.device,
            directories: directories,
            limits: settings?.limits ?? ImageLimits()
        )
        let repair = try ResultRepair(settings: settings, worker: worker, directories: directories, log: logging.logger)
        return await repair.run(
            verification,
            isStopped: { interruption.isWanted },
            progress: { Self.show("mending: \($0) of \($1)") }
        )
    }

    /// Shows a line that the next one takes the place of, on a terminal.
    private static func show(_ text: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        StandardError.write("\r\u{1b}[K\(text)", terminator: "")
    }
}
