import ArgumentParser
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd devices`: what there is to compute with, and what would be used.
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "List the OpenCL devices, the one that would be used, and why; exit 1 when they cannot be listed."
    )

    @Option(
        name: [.customLong("config")],
        help: "Choose as this configuration says; \(Settings.standardFile) if none is named and it can be read."
    )
    var configurationFile: FilePath?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func run() async throws {
        let settings = try ConfigurationOptions.load(configurationFile, orStandard: Settings.standardFile)
        let report: DeviceReport
        let worker = WorkerConnection(device: settings?.device, directories: try ServiceDirectories())
        do throws(WorkerError) { report = try await worker.devices() } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
        if json { try JSONOutput.print(report) } else { print(report.text) }
        if report.isBroken { throw ExitCode.failure }
    }
}
