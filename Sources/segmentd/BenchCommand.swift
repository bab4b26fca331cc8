import ArgumentParser
import Benchmark
import Foundation
import Imaging
import OpenCLRuntime
import Pipeline
import Results
import Segmentation
import Settings
import SystemPackage

/// `segmentd bench`: how fast this computer is, stage by stage.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a classifier on this computer, stage by stage.",
        discussion: """
            total_ms is the time from pixels in memory to the label image in memory, the best of the repeats; file_ms that \
            from a TIFF to mask, labels and table on the disk.
            """
    )

    @Option(help: "The classifier (.cl); one with 16 features and 100 trees is built in.")
    var classifier: FilePath?

    @Option(help: "A TIFF to measure with, instead of a generated image.")
    var image: FilePath?

    @OptionGroup var axes: AxesOption

    @Option(help: "Size of the generated image: WIDTHxHEIGHT, or WIDTHxHEIGHTxSLICES; 2048x2048 unless given.")
    var size: String?

    @Option(help: "cpu, gpu, host (no device), or a part of a device's name.")
    var device: String?

    @Option(help: "Threads that the device may use.")
    var threads: Int?

    @Option(help: "How often the image is segmented.")
    var repeats: Int = 5

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        if size != nil, image != nil { throw ValidationError("--size is that of a generated image, without --image.") }
        if axes.axes != nil, image == nil { throw ValidationError("--axes names the axes of an --image.") }
        if threads != nil, device == "host" { throw ValidationError("--threads is for a device, not for the host.") }
        guard size == nil || parsedSize != nil else {
            throw ValidationError("--size is WIDTHxHEIGHT, for example 2048x2048.")
        }
        guard (1...1000).contains(repeats) else { throw ValidationError("--repeats is from 1 to 1000.") }
        if let threads, threads < 1 { throw ValidationError("--threads is at least 1.") }
    }

    func run() throws {
        let kernelCache = try ServiceDirectories().cache.appending("kernels")
        WorkingMemory.keep()
        do {
            var result: BenchmarkReport?
            try KernelCache(folder: kernelCache).use {
                result = try benchmark().run { step in
                    if isatty(STDERR_FILENO) != 0 { StandardError.write("\r\u{1b}[K\(step)", terminator: "") }
                }
            }
            guard let report = result else { throw ExitCode.failure }
            if isatty(STDERR_FILENO) != 0 { StandardError.write("\r\u{1b}[K", terminator: "") }
            guard json else { return print(report.text) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } catch let exit as ExitCode {
            throw exit
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }

    private func benchmark() throws -> Benchmark {
        var benchmark = Benchmark()
        benchmark.repeats = repeats
        benchmark.size = parsedSize ?? benchmark.size
        if let classifier {
            let file = try Self.open(classifier)
            defer { try? file.close() }
            let name = classifier.readable
            benchmark.classifier = (name, try Classifier.bytes(of: file.rawValue, name: name))
        }
        if let image { benchmark.image = (image.readable, try Self.open(image).rawValue) }
        benchmark.axes = axes.names
        benchmark.usesHost = device == "host"
        let kind = device.flatMap(DeviceKind.init(rawValue:))
        let name = kind == nil && device != "host" ? device : nil
        if kind != nil || name != nil || threads != nil {
            benchmark.device = DeviceSelection(kind: kind, name: name, threads: threads)
        }
        return benchmark
    }

    private static func open(_ path: FilePath) throws -> FileDescriptor {
        do { return try FileDescriptor.open(path, .readOnly) } catch {
            StandardError.write("\(path.readable) cannot be opened: \(error); check the path and the permissions")
            throw ExitCode.failure
        }
    }

    /// Limited to what fits into memory by a wide margin on any workstation: 2^34 pixels.
    private var parsedSize: ImageSize? {
        guard let size else { return nil }
        let parts = size.lowercased().split(separator: "x").map { Int($0) ?? 0 }
        guard (2...3).contains(parts.count), parts.allSatisfy({ (1...131_072).contains($0) }) else { return nil }
        let parsed = ImageSize(width: parts[0], height: parts[1], depth: parts.count > 2 ? parts[2] : 1)
        return parsed.pixelCount <= 1 << 34 ? parsed : nil
    }
}
