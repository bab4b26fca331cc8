import ArgumentParser
import Files
import Glibc
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// `segmentd setup`: from an installed package to the first segmented image.
struct SetupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Set the service up for a folder: rights, configuration, unit, start, and an image to try it with.",
        discussion: """
            Each command that it runs is printed, and nothing else is done. What is right already is left as it is, so \
            that it can be run again after something went wrong. On a terminal it asks for what is not given.
            """
    )

    @Option(help: "The folder into which the microscope writes.")
    var folder: FilePath?

    @Option(help: "The classifier file; it is copied beside the configuration.")
    var classifier: FilePath?

    @Option(help: "The group of the microscope's account; the folder's own unless given.")
    var group: String?

    @Option(name: .customLong("config"), help: "The configuration to write or add to.")
    var configurationFile: FilePath?

    @Option(help: "Set up an instance: NAME of segmentd@NAME, with /etc/segmentd/NAME.toml.")
    var name: String?

    @Flag(help: "Ask nothing.")
    var yes = false

    @Flag(help: "Print the commands, and do nothing.")
    var dryRun = false

    @Flag(help: "Take back what setup did; results stay.")
    var remove = false

    @Flag(help: "Only drop the image to try the service with, and wait for its results.")
    var test = false

    @Flag(help: "Leave that image and its results.")
    var keep = false

    func validate() throws {
        if remove, folder != nil || classifier != nil || test || dryRun {
            throw ValidationError("--remove takes back everything; it goes with --name and --yes alone")
        }
        if let name, name.contains(where: { $0 == "/" || $0.isWhitespace }) || name.isEmpty || name == "segmentd" {
            throw ValidationError("\"\(name)\" cannot name an instance")
        }
    }

    func run() throws {
        let service = InstalledService(instance: name)
        do throws(Failure) {
            if test { return try tryOut(service) }
            let run = SetupRun(record: SetupRecord(service.record), say: Self.say)
            guard dryRun || geteuid() == 0 else { throw Self.needsRoot }
            if remove { return try takeBack(run) }
            let questions = SetupQuestions(asksOnTerminal: !yes && isatty(STDIN_FILENO) == 1)
            let request = try questions.request(
                folder: folder,
                classifier: classifier,
                group: group,
                service: service,
                configuration: configurationFile?.absolute,
                keepsTestImage: keep
            )
            let plan = try SetupPlan(request, in: SetupSurroundings(of: request))
            if dryRun { return run.show(plan) }
            if !yes {
                run.show(plan)
                guard try questions.agrees("Run these commands?") else { return }
            }
            try run.perform(plan)
        } catch {
            StandardError.write("\(error)")
            throw error.kind == SetupQuestions.missingKind ? ExitCode.validationFailure : ExitCode.failure
        }
    }

    private func takeBack(_ run: SetupRun) throws(Failure) {
        if try !run.takeBack() {
            throw Failure(kind: "setup_left", message: "some of it could not be taken back", remedy: "see above")
        }
    }

    private func tryOut(_ service: InstalledService) throws(Failure) {
        let file = configurationFile ?? service.configuration
        let settings: Settings
        do throws(SettingsError) { settings = try Settings.load(from: file) } catch {
            throw Failure(kind: "configuration_unusable", message: "\(error)", remedy: "put it right")
        }
        let wanted = folder?.absolute.lexicallyNormalized()
        guard let watched = settings.folders.first(where: { wanted == nil || $0.path.lexicallyNormalized() == wanted })
        else {
            throw Failure(
                kind: "not_watched",
                message: "\(file) does not watch that folder",
                remedy: "name one that it does"
            )
        }
        guard try ServiceTrial(of: watched, say: Self.say).run(keeps: keep) else {
            throw Failure(
                kind: "test_failed",
                message: "the service works, but gave no results for the test image",
                remedy: "the classifier may be for other images; see the reason above"
            )
        }
    }

    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static let needsRoot = Failure(
        kind: "not_root",
        message: "only root can set the service up",
        remedy: "`sudo segmentd setup …`, or --dry-run to see what it would do"
    )
}
