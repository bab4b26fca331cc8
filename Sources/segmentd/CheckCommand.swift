import ArgumentParser
import Service
import Settings
import WorkerClient

/// `segmentd check`: every problem of a configuration at once.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every problem of a configuration, with its place and remedy; exit 78 if there is one."
    )

    @OptionGroup var configurationFile: ConfigurationOptions

    func run() async throws {
        let settings = try configurationFile.load()
        for warning in ConfigurationCheck.warnings(of: settings) { StandardError.write("warning: \(warning)") }
        let problems = await ConfigurationCheck.problems(of: settings, worker: WorkerConnection.forReading())
        guard problems.isEmpty else {
            let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
            StandardError.write("\(configurationFile.configuration): \(count)")
            for problem in problems { StandardError.write("  \(problem)") }
            throw ExitCode.configuration
        }
        let recipes = settings.folders.map(\.recipes.count).reduce(0, +)
        print(
            "\(configurationFile.configuration): no problems (\(settings.folders.count) folder(s), \(recipes) recipe(s))"
        )
    }
}
