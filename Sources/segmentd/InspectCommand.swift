import ArgumentParser
import Foundation
import Pipeline
import Results
import Segmentation
import Service
import SystemPackage

/// `segmentd inspect`: what a classifier or a TIFF is, and whether it will run.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a classifier or a TIFF is, and whether it will run."
    )

    @Argument(help: "A classifier (.cl) or an image (.tif).")
    var file: FilePath

    @OptionGroup var axes: AxesOption

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func run() throws {
        do throws(ImageFailure) {
            let name = file.lastComponent?.readable ?? file.readable
            let descriptor = try Self.open(file)
            defer { try? descriptor.close() }
            switch FileLook(of: descriptor.rawValue, name: name) {
            case .image:
                let inspection = try ImageInspection(descriptor: descriptor.rawValue, name: name, axes: axes.names)
                try print(inspection, text: inspection.text)
            case .classifier:
                if axes.axes != nil { throw Self.noAxes(name) }
                let bytes = try Classifier.bytes(of: descriptor.rawValue, name: name)
                let inspection = try ClassifierInspection(bytes: bytes, name: name)
                try print(inspection, text: inspection.text)
            }
        } catch {
            if json { try? print(["error": error], text: "") }
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func print(_ inspection: some Encodable, text: String) throws(ImageFailure) {
        guard json else { return Swift.print(text) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do { Swift.print(String(decoding: try encoder.encode(inspection), as: UTF8.self)) } catch {
            throw ImageFailure(kind: "internal", message: "\(error)", remedy: "please report this")
        }
    }

    private static func noAxes(_ name: String) -> ImageFailure {
        ImageFailure(
            kind: "recipe_impossible",
            message: "--axes names the axes of an image, and \(name) is a classifier",
            remedy: "leave --axes out"
        )
    }

    private static func open(_ path: FilePath) throws(ImageFailure) -> FileDescriptor {
        do { return try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]) } catch {
            throw ImageFailure(
                kind: (error as? Errno) == .noSuchFileOrDirectory ? "not_found" : "unreadable",
                message: "\(path.readable) cannot be opened: \(error)",
                remedy: "check the path and the permissions of the file"
            )
        }
    }
}
