import ArgumentParser
import Files
import Glibc
import Results
import Service
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd inspect`: what a classifier or a TIFF is, and whether it will run.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a classifier or a TIFF is, and whether it will run."
    )

    @Argument(help: "A classifier (.cl) or an image (.tif).")
    var file: FilePath

    @OptionGroup var axes: AxesOption

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func run() async throws {
        do throws(Failure) {
            try show(try await inspection())
        } catch {
            if json { try? JSONOutput.print(["error": error]) }
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }

    /// Has a worker look into the file: what a hostile one does to its process does not end this one.
    private func inspection() async throws(Failure) -> Inspection {
        let name = file.lastComponent?.readable ?? file.readable
        let descriptor = try Self.open(file)
        defer { try? descriptor.close() }
        do throws(WorkerError) {
            return try await WorkerConnection.forReading().inspect(descriptor.rawValue, name: name, axes: axes.names)
        } catch {
            if case .refused(let failure) = error { throw failure }
            throw Failure(
                kind: "worker_lost",
                message: "\(name) cannot be looked into: \(error)",
                remedy: "the file may be damaged on purpose; please report it"
            )
        }
    }

    private func show(_ inspection: Inspection) throws(Failure) {
        do {
            switch inspection {
            case .image(let image): try json ? JSONOutput.print(image) : print(image.text)
            case .classifier(let classifier): try json ? JSONOutput.print(classifier) : print(classifier.text)
            }
        } catch { throw .internalFault("\(error)") }
    }

    private static func open(_ path: FilePath) throws(Failure) -> FileDescriptor {
        do { return try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]) } catch {
            throw Failure(
                kind: (error as? Errno) == .noSuchFileOrDirectory ? "not_found" : "unreadable",
                message: "\(path.readable) cannot be opened: \(error)",
                remedy: "check the path and the permissions of the file"
            )
        }
    }
}
