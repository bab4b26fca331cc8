import Imaging
import TIFFFiles

/// The files of an image as somebody who may open files finds them, beginning with one of them.
struct FolderSet {
    /// As the files tell.
    var first: String
    var files: [String]
    var companion: String?
    private let folder: String

    /// Asks the file at `path`, and the companion that it names.
    init(_ path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        folder = parts.dropLast().joined(separator: "/") + "/"
        let file = try OpenFile(path)
        let source = TIFFSource(fileDescriptor: file.descriptor, name: parts.last ?? path)
        var set = try TIFFFileSet(of: source)
        if let known = set, known.needsCompanion, let name = known.companion, let other = try? OpenFile(folder + name) {
            set = try TIFFFileSet(of: source, companion: TIFFSource(fileDescriptor: other.descriptor, name: name))
        }
        first = set?.first ?? source.name
        files = set?.files ?? [source.name]
        companion = set?.companion
    }

    /// The image in what of it is there, but for the files called `missing`.
    func read(
        alpha: AlphaSamples = .leftOut,
        without missing: Set<String> = [],
        positions: AxisSelection? = nil
    ) throws -> WholeImage {
        var open: [OpenFile] = []
        var sources: [TIFFSource] = []
        for name in [first] + files.filter({ $0 != first }) + [companion].compactMap(\.self)
        where !missing.contains(name) {
            guard let file = try? OpenFile(folder + name) else { continue }
            open.append(file)
            // Where it is alone, that it has others is said by a place without letters.
            sources.append(TIFFSource(fileDescriptor: file.descriptor, name: name, place: sources.isEmpty ? [:] : nil))
        }
        return try withExtendedLifetime(open) {
            try WholeImage(TIFFReader(sources: sources, alpha: alpha, positions: positions))
        }
    }
}
