import ArgumentParser
import Foundation
import Pipeline
import Settings
import SystemPackage

/// `segmentd devices`: what there is to compute with, and what would be used.
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "List the OpenCL devices, the one that would be used, and why; exit 1 when they cannot be listed."
    )

    @Option(name: [.customLong("config")], help: "Choose as this configuration says.")
    var configurationFile: FilePath?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func run() async throws {
        let settings = try configurationFile.map { try ConfigurationOptions.load($0) }
        let kernelCache = try ServiceDirectories().cache.appending("kernels")
        let report: DeviceReport
        do throws(WorkerError) {
            // An OpenCL runtime may end the process that asks it.
            report = try await WorkerConnection(device: settings?.device, kernelCache: kernelCache).devices()
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            print(report.text)
        }
        if report.isBroken { throw ExitCode.failure }
    }
}
