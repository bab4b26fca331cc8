import ArgumentParser
import Files
import Results
import SystemPackage
import WorkerProtocol

/// The images and annotations that a command is given: one by one, or as folders whose files belong together by name.
struct AnnotatedFiles: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the images, with --annotations.", valueName: "folder"))
    var images: FilePath?

    @Option(
        help: ArgumentHelp(
            "The folder of the annotations, label TIFFs: x.tif, x_labels.tif or x_annotation.tif belongs to the image x.tif.",
            valueName: "folder"
        )
    )
    var annotations: FilePath?

    @Option(
        help: ArgumentHelp(
            "For a classifier of objects: the folder of the label images of the objects, named as annotations are.",
            valueName: "folder"
        )
    )
    var labels: FilePath?

    @Argument(help: "Images, each followed by its annotation, and for a classifier of objects then by its label image.")
    var files: [FilePath] = []

    /// An image with its annotation, and the label image of its objects.
    struct Pair {
        let image: FilePath
        let annotation: FilePath
        var labels: FilePath?
    }

    func validate() throws {
        if images != nil || annotations != nil {
            guard images != nil, annotations != nil else {
                throw ValidationError("--images and --annotations go together.")
            }
            guard files.isEmpty else {
                throw ValidationError("Name images one by one, or give --images and --annotations; not both.")
            }
        } else if files.isEmpty {
            throw ValidationError("Name an image and its annotation, or give --images and --annotations.")
        } else if !files.count.isMultiple(of: 2), labels != nil || !files.count.isMultiple(of: 3) {
            throw ValidationError(Self.inPairs)
        }
    }

    /// The pairs, in the order in which they were named, or of the images' names, bytewise; and what was left out, as sentences.
    ///
    /// - Parameter inTriples: whether the label image of its objects follows each annotation, where files are named one by one.
    /// - Throws: where nothing belongs together, or two annotations belong to one image.
    func pairs(inTriples: Bool = false) throws(Failure) -> (pairs: [Pair], notes: [String]) {
        var (pairs, notes): ([Pair], [String]) = ([], [])
        if inTriples, labels == nil, images == nil {
            guard files.count.isMultiple(of: 3) else { throw Self.usage(Self.inTriples) }
            let triples = stride(from: 0, to: files.count, by: 3).map {
                Pair(image: files[$0], annotation: files[$0 + 1], labels: files[$0 + 2])
            }
            return (triples, [])
        }
        guard files.count.isMultiple(of: 2) else { throw Self.usage(Self.inPairs) }
        if let images, let annotations {
            (pairs, notes) = try Self.pairs(images, annotations)
        } else {
            pairs = stride(from: 0, to: files.count, by: 2).map { Pair(image: files[$0], annotation: files[$0 + 1]) }
        }
        if let labels {
            let names = try Self.names(in: labels)
            for index in pairs.indices {
                pairs[index].labels = try Self.labels(of: pairs[index].image, names, in: labels)
            }
        }
        return (pairs, notes)
    }

    private static let inPairs = "Name each image with its annotation: IMAGE ANNOTATION [IMAGE ANNOTATION …]."
    private static let inTriples =
        "Name each image with its annotation and its label image: IMAGE ANNOTATION LABELS …; or name their folder (--labels)."

    private static func usage(_ problem: String) -> Failure {
        Failure(kind: "usage", message: problem, remedy: "see `segmentd help validate`")
    }

    private static func pairs(_ images: FilePath, _ annotations: FilePath) throws(Failure) -> ([Pair], [String]) {
        let (names, all) = (try names(in: images), try names(in: annotations))
        let (known, isOneFolder) = (Set(names), images.lexicallyNormalized() == annotations.lexicallyNormalized())
        var found: [FilePath.Component: (annotation: FilePath.Component, rank: Int)] = [:]
        var (strangers, outdone): ([FilePath.Component], [FilePath.Component]) = ([], [])
        for name in all {
            // Where all lie in one folder an annotation is not its own image.
            let match = AnnotationName.match(name) { known.contains($0) && !(isOneFolder && $0 == name) }
            guard let match else {
                strangers.append(name)
                continue
            }
            if let other = found[match.image], other.rank == match.rank { throw ambiguous(match.image, name, other.0) }
            let other = found[match.image]
            if match.rank < other?.rank ?? .max {
                found[match.image] = (name, match.rank)
                if let other { outdone.append(other.annotation) }
            } else {
                outdone.append(name)
            }
        }
        let used = Set(found.values.map(\.annotation))
        if isOneFolder { strangers = strangers.filter { found[$0] == nil } }
        let written = used.union(strangers).union(outdone)
        let alone = names.filter { found[$0] == nil && !(isOneFolder && written.contains($0)) }
        guard !found.isEmpty else {
            throw Failure(
                kind: "no_pairs",
                message: "no annotation in \(annotations.readable) belongs to an image in \(images.readable)",
                remedy: "call the annotation of x.tif x.tif, x_labels.tif or x_annotation.tif"
            )
        }
        var notes: [String] = []
        if !alone.isEmpty { notes.append("\(alone.count) images without an annotation are left out: \(list(alone))") }
        if !strangers.isEmpty {
            notes.append("\(strangers.count) annotations without an image are left out: \(list(strangers))")
        }
        if !outdone.isEmpty {
            notes.append("of two annotations of an image one is taken; left out: \(list(outdone))")
        }
        let pairs = names.compactMap { image in
            found[image].map { Pair(image: images.appending(image), annotation: annotations.appending($0.annotation)) }
        }
        return (pairs, notes)
    }

    private static func labels(
        of image: FilePath,
        _ names: [FilePath.Component],
        in folder: FilePath
    ) throws(Failure) -> FilePath {
        let matches = names.compactMap { name in
            AnnotationName.match(name) { $0 == image.lastComponent }.map { (name, $0.rank) }
        }
        guard let best = matches.min(by: { $0.1 < $1.1 }) else {
            throw Failure(
                kind: "no_pairs",
                message: "no label image in \(folder.readable) belongs to \(image.readable)",
                remedy: "call the label image of x.tif x.tif or x_labels.tif"
            )
        }
        return folder.appending(best.0)
    }

    /// The names of TIFFs in a folder, bytewise.
    private static func names(in path: FilePath) throws(Failure) -> [FilePath.Component] {
        do throws(Errno) {
            var names: [FilePath.Component] = []
            let folder = try FileCalls().openFolder(at: path)
            var entries = try FolderEntries(of: folder)
            while let entry = try entries.next() {
                if entry.name.bytes.first != UInt8(ascii: "."), ImageEndings.standard.fit(entry.name) {
                    names.append(entry.name)
                }
            }
            return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        } catch {
            throw Failure(
                kind: "not_found",
                message: "\(path.readable) cannot be listed: \(error)",
                remedy: "check the path and the permissions of the folder"
            )
        }
    }

    private static func ambiguous(
        _ image: FilePath.Component,
        _ first: FilePath.Component,
        _ second: FilePath.Component
    ) -> Failure {
        Failure(
            kind: "no_pairs",
            message: "both \(first.readable) and \(second.readable) belong to the image \(image.readable)",
            remedy: "leave one of them in the folder"
        )
    }

    private static func list(_ names: [FilePath.Component]) -> String {
        names.prefix(3).map(\.readable).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    }
}
