import Files
import Results
import SystemPackage
import WorkerProtocol

/// The pages of pictures of a validation: a worker draws each into a file without a name; complete ones get theirs.
struct ValidationPages {
    /// Open for reading and writing, one an image.
    let files: [Descriptor]
    private let paths: [FilePath]
    /// What a person can do where a page cannot have its name.
    private static let otherwise = "name another folder after --pages"

    /// A page for each image, in a folder, which is made where it is not there.
    ///
    /// - Throws: where two images would have the same page, a page would have the place of a file that is none of ours, or the
    ///   folder cannot be made.
    init(_ images: [FilePath], in folder: FilePath) throws(Failure) {
        var paths: [FilePath] = []
        for image in images {
            let stem = image.lastComponent.map { ImageStem($0).stem } ?? []
            guard let name = FilePath.Component(bytes: stem + Array("_validation.png".utf8)) else {
                throw Failure(
                    kind: "not_found",
                    message: "\(image.readable) is no name of an image",
                    remedy: "name an image"
                )
            }
            guard !paths.contains(folder.appending(name)) else {
                throw Failure(
                    kind: "no_pairs",
                    message: "two images would have the page \(name.readable)",
                    remedy: "validate them in two calls, with a folder of pages for each"
                )
            }
            paths.append(folder.appending(name))
        }
        do throws(Errno) { _ = try FileCalls().makeFolder(at: folder) } catch {
            throw Failure(
                kind: "output_unwritable",
                message: "\(folder.readable) cannot be made: \(error)",
                remedy: "check the path and the permissions of the folder above it, or \(Self.otherwise)"
            )
        }
        // What is found only at the end would have been computed for nothing.
        for path in paths { try PictureFile.checkOccupant(of: path, otherwise: Self.otherwise) }
        self.paths = paths
        do throws(Errno) {
            files = try paths.map { _ throws(Errno) in try FileCalls().makeUnnamedFile() }
        } catch { throw .scratchUnwritable(error) }
    }

    /// Gives each page that was drawn its name, in the place of an earlier one of ours and of nothing else.
    ///
    /// - Returns: the pages that could not be written, each with its reason; the others are there.
    func write() -> [Failure] {
        var failures: [Failure] = []
        for (file, path) in zip(files, paths) {
            do throws(Failure) {
                let bytes = try Self.bytes(of: file, path)
                if !bytes.isEmpty { try PictureFile.write(bytes, to: path, otherwise: Self.otherwise) }
            } catch {
                failures.append(error)
            }
        }
        withExtendedLifetime(files) {}
        return failures
    }

    private static func bytes(of file: Descriptor, _ path: FilePath) throws(Failure) -> [UInt8] {
        do throws(Errno) {
            let size = try FileCalls().state(of: file).identity.size
            return try FileCalls().read(file.number, first: Int(size))
        } catch {
            throw Failure(
                kind: "scratch_unusable",
                message: "the page \(path.readable) cannot be read from the folder for temporary files: \(error)",
                remedy: "set TMPDIR to a folder on another disk"
            )
        }
    }
}
