import ArgumentParser
import Files
import Glibc
import Imaging
import Results
import Service
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd inspect`: what a classifier or a TIFF is, and whether it will run.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a classifier or a TIFF is, and whether it will run.",
        discussion: """
            An image is ready (exit status 0), or its writer has not finished it and a later look may find it ready (wait, \
            75), or it is broken (65): it is not read as it is, and its error says why. It waits while a program has it open \
            for writing, and for a minute after its last change if it looks cut off. A classifier that does not run here is 1.
            """
    )

    @Argument(help: "A classifier (.cl, or .ilp of ilastik) or an image (.tif).")
    var file: FilePath

    @OptionGroup var axes: AxesOption

    @Flag(help: "Decode all pixels of an image too: damage within compressed data shows in no other way.")
    var pixels = false

    @Option(
        name: [.customLong("config")],
        help: "Refuse images beyond the limits of this configuration, instead of \(Settings.standardFile)."
    )
    var configurationFile: FilePath?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func run() async throws {
        WriterProbe.ignoreLeaseSignal()
        let settings = try ConfigurationOptions.load(configurationFile, orStandard: Settings.standardFile)
        let limits = settings?.limits ?? ImageLimits()
        let verdict: ImageVerdict?
        do throws(Failure) {
            let opened = try Self.open(file)
            verdict = try show(try await inspection(opened.file, limits), opened.file, opened.state)
        } catch {
            if json { try? JSONOutput.print(["error": error]) }
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
        if let status = verdict?.exitCode { throw status }
    }

    /// Has a worker look into the file: what a hostile one does to its process does not end this one.
    private func inspection(_ opened: Descriptor, _ limits: ImageLimits) async throws(Failure) -> Inspection {
        let name = file.lastComponent?.readable ?? file.readable
        let choice: AxisChoice
        do { choice = try axes.choice } catch { throw .internalFault("\(error)") }
        let worker = WorkerConnection.forReading(limits)
        do throws(WorkerError) {
            let found = try await worker.inspect(opened.number, name: name, axes: choice, decodes: pixels)
            guard case .unreadImage(let failure) = found, failure.concernsFileSet,
                let others = try await SetFiles.others(of: opened, at: file, worker)
            else { return found }
            // Numbers alone keep no file open.
            defer { withExtendedLifetime(others) {} }
            return try await worker.inspect(
                opened.number,
                name: name,
                axes: choice,
                decodes: pixels,
                others: others.map { (file: $0.file.number, name: $0.name) }
            )
        } catch {
            if case .refused(let failure) = error { throw failure }
            throw Failure(
                kind: "worker_lost",
                message: "\(name) cannot be looked into: \(error)",
                remedy: "the file may be damaged on purpose; please report it"
            )
        }
    }

    /// What is printed of an image that is not read.
    private struct Unread: Encodable {
        var error: Failure
        var verdict: ImageVerdict
    }

    /// - Returns: the verdict on an image; nil for a classifier.
    private func show(
        _ inspection: Inspection,
        _ opened: Descriptor,
        _ state: FileState
    ) throws(Failure) -> ImageVerdict? {
        do {
            switch inspection {
            case .image(var image):
                image.verdict = ImageVerdict(nil, isWhole: image.isWhole, writing: .init(of: opened, since: state))
                try json ? JSONOutput.print(image) : print(image.text)
                return image.verdict
            case .unreadImage(let failure):
                let verdict = ImageVerdict(failure, isWhole: false, writing: .init(of: opened, since: state))
                if json { try JSONOutput.print(Unread(error: failure, verdict: verdict)) }
                StandardError.write("\(verdict.rawValue): \(failure)")
                return verdict
            case .classifier(let classifier):
                try json ? JSONOutput.print(classifier) : print(classifier.text)
                return nil
            }
        } catch { throw .internalFault("\(error)") }
    }

    private static func open(_ path: FilePath) throws(Failure) -> (file: Descriptor, state: FileState) {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            let opened = Descriptor(owning: file.rawValue)
            return (opened, try FileCalls().state(of: opened))
        } catch {
            throw Failure(
                kind: (error as? Errno) == .noSuchFileOrDirectory ? "not_found" : "unreadable",
                message: "\(path.readable) cannot be opened: \(error)",
                remedy: "check the path and the permissions of the file"
            )
        }
    }
}
