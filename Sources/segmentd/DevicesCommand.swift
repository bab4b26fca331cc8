import ArgumentParser
import Foundation
import Pipeline
import Segmentation
import Service
import Settings
import SystemPackage

/// `segmentd devices`: what there is to compute with, and what would be used.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "List the OpenCL devices, the one that would be used, and why."
    )

    @Option(name: [.customLong("config")], help: "Choose as this configuration says.")
    var configurationFile: FilePath?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func run() throws {
        let settings = try configurationFile.map { try ConfigurationOptions.load($0) }
        let kernelCache = try ServiceDirectories().cache.appending("kernels")
        var report = DeviceReport()
        KernelCache(folder: kernelCache).use { report = DeviceReport(selection: settings?.device) }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            print(report.text)
        }
    }
}
