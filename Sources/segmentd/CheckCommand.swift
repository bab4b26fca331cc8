import ArgumentParser
import Files
import Glibc
import Service
import Settings
import SystemPackage
import WorkerClient

/// `segmentd check`: every problem of a configuration at once, as the service would meet it.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every problem of a configuration, with its place and remedy; exit 78 if there is one.",
        discussion: """
            Run by root it judges with the rights of the service's user, and by the unit that is in force. Folders that \
            are not there are warnings: they may be mounted later.
            """
    )

    @OptionGroup var configurationFile: ConfigurationOptions

    @Option(help: "Judge with the rights of this user (root only); the user of the service unless given.")
    var user: String?

    @Option(help: "Judge for an instance: NAME of segmentd@NAME.")
    var instance: String?

    func run() async throws {
        let service = InstalledService(instance: instance)
        let protection = await ServiceJudgement().protection(of: service)
        let judge = try becomeJudge(protection, service)
        let file = configurationFile.file(ofInstance: instance)
        let settings = try ConfigurationOptions.load(file)
        let warnings = ConfigurationCheck.warnings(of: settings) + ConfigurationCheck.nameWarnings(of: settings)
        for warning in warnings { StandardError.write("warning: \(warning)") }
        var problems = await ConfigurationCheck.problems(
            of: settings,
            worker: WorkerConnection.forReading(),
            isShown: { judge.isService && protection.shows($0) }
        )
        if judge.isService { problems += protection.problems(of: settings, instance: instance) }
        guard problems.isEmpty else {
            let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
            StandardError.write("\(file): \(count)\(judge.words)")
            for problem in problems { StandardError.write("  \(problem)") }
            throw ExitCode.configuration
        }
        let recipes = settings.folders.map(\.recipes.count).reduce(0, +)
        let counts = "\(settings.folders.count) folder(s), \(recipes) recipe(s)"
        print("\(file): no problems\(judge.words) (\(counts))")
    }

    /// Takes the ids of the service's user where we may, and says in a line where we may not.
    private func becomeJudge(
        _ protection: UnitProtection,
        _ service: InstalledService
    ) throws -> (isService: Bool, words: String) {
        let name = user ?? protection.user
        let us = UserNames.current
        if us == name, geteuid() != 0 { return (true, " for user \(us)") }
        guard geteuid() == 0 else {
            if user != nil { throw ValidationError("only root can judge with the rights of another user") }
            StandardError.write("judged with the rights of user \(us); `sudo segmentd check` judges with the service's")
            return (false, " for user \(us)")
        }
        guard let identity = ServiceIdentity(name: name, more: protection.groups) else {
            if user != nil { throw ValidationError("there is no user \(name)") }
            StandardError.write("judged with root's rights: there is no user \(name); `segmentd setup` makes it")
            return (false, " for root")
        }
        do { try identity.take(service) } catch {
            StandardError.write("the rights of user \(name) cannot be taken: \(error)")
            throw ExitCode.unavailable
        }
        return (true, " for user \(name)")
    }
}
