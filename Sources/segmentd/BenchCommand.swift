import ArgumentParser
import Devices
import Files
import Glibc
import Imaging
import Results
import Service
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd bench`: how fast this computer is, stage by stage.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a classifier on this computer, stage by stage.",
        discussion: """
            total_ms is the time from pixels in memory to the label image in memory, the best of the repeats; file_ms that \
            from a TIFF to mask, labels and table on the disk.
            """
    )

    @Option(help: "The classifier (.cl or .ilp); one with 16 features and 100 trees is built in.")
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
        if let option = axes.given, image == nil {
            throw ValidationError("\(option) is about the axes of an --image.")
        }
        if threads != nil, device == "host" { throw ValidationError("--threads is for a device, not for the host.") }
        guard size == nil || parsedSize != nil else {
            throw ValidationError("--size is WIDTHxHEIGHT, for example 2048x2048.")
        }
        guard (1...1000).contains(repeats) else { throw ValidationError("--repeats is from 1 to 1000.") }
        if let threads, threads < 1 { throw ValidationError("--threads is at least 1.") }
    }

    func run() async throws {
        let showsProgress = isatty(STDERR_FILENO) != 0
        do throws(Failure) {
            let report = try await measure { step in
                if showsProgress { StandardError.write("\r\u{1b}[K\(step)", terminator: "") }
            }
            if showsProgress { StandardError.write("\r\u{1b}[K", terminator: "") }
            do { try json ? JSONOutput.print(report) : print(report.text) } catch { throw .internalFault("\(error)") }
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }

    private func measure(_ progress: @escaping @Sendable (String) -> Void) async throws(Failure) -> BenchmarkReport {
        var request = BenchmarkRequest()
        request.repeats = repeats
        request.size = parsedSize ?? request.size
        do { request.axes = try axes.choice } catch { throw .internalFault("\(error)") }
        request.usesHost = device == "host"
        request.device = selection
        request.image = image?.readable
        let directories: ServiceDirectories
        do { directories = try ServiceDirectories() } catch { throw WorkerError.cannotStart("\(error)").failure }
        let worker = WorkerConnection(directories: directories)
        var files: [Descriptor] = []
        if let classifier {
            files.append(try await ClassifierFile(opening: classifier, by: worker).file)
            request.classifier = classifier.readable
        }
        if let image { files.append(try Self.open(image)) }
        let scratch = try Self.scratchFiles(BenchmarkRequest.outputCount + (image == nil ? 1 : 0))
        // Only their numbers are used below: without this they would be closed at once.
        defer { withExtendedLifetime((files, scratch)) {} }
        do throws(WorkerError) {
            return try await worker.measure(request, descriptors: (files + scratch).map(\.number), progress: progress)
        } catch {
            throw error.failure
        }
    }

    private var selection: DeviceSelection? {
        let kind = device.flatMap(DeviceKind.init(rawValue:))
        let name = kind == nil && device != "host" ? device : nil
        guard kind != nil || name != nil || threads != nil else { return nil }
        return DeviceSelection(kind: kind, name: name, threads: threads)
    }

    private static func scratchFiles(_ count: Int) throws(Failure) -> [Descriptor] {
        do throws(Errno) {
            return try (0..<count).map { _ throws(Errno) in try FileCalls().makeUnnamedFile() }
        } catch {
            throw .scratchUnwritable(error)
        }
    }

    private static func open(_ path: FilePath) throws(Failure) -> Descriptor {
        do {
            return Descriptor(owning: try FileDescriptor.open(path, .readOnly, options: .closeOnExec).rawValue)
        } catch {
            throw Failure(
                kind: "unreadable",
                message: "\(path.readable) cannot be opened: \(error)",
                remedy: "check the path and the permissions"
            )
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
