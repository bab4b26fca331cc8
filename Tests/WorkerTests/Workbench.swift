import Files
import Glibc
import Imaging
import Synchronization
import SystemPackage
import TestSupport
import Worker
import WorkerProtocol

/// A worker in this process, and a folder for what it writes.
struct Workbench {
    /// One engine for all tests: to make one costs more than to use it. Tests take turns.
    private static let session = Mutex(WorkerSession())

    private let folder: TemporaryFolder

    /// A bench with nothing on it.
    init() throws { folder = try TemporaryFolder() }

    /// The answer to a request; `beat` counts the signs of life.
    func answer(_ request: WorkerRequest, descriptors: [Int32] = []) -> (reply: WorkerReply, beats: Int) {
        Self.session.withLock { session in
            var beats = 0
            let reply = session.answer(request, descriptors: descriptors) { if case .beat = $0 { beats += 1 } }
            return (reply, beats)
        }
    }

    /// Has the worker read a classifier file that is said to have `digest`; nil for its own.
    func load(_ text: String, as digest: String? = nil, name: String = "classifier.cl") throws -> WorkerReply {
        let file = open(try folder.write(Array(text.utf8), to: name).string, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let digest = digest ?? FileDigest.sha256(Array(text.utf8))
        return answer(.load(digest: digest, name: name), descriptors: [file]).reply
    }

    /// Writes an image file and gives its path.
    func write(_ bytes: [UInt8], to name: String) throws -> String { try folder.write(bytes, to: name).string }

    /// Writes what numpy makes of `expression` as a TIFF, by tifffile, and gives its path.
    func write(_ expression: String, to name: String) throws -> String {
        let script = "import numpy, sys, tifffile; tifffile.imwrite(sys.argv[1], \(expression))"
        _ = try GoldenArray.output(of: script, arguments: [folder.appending(name)])
        return folder.appending(name)
    }

    /// Segments the image at `path` by `classifier`, a text, into files of this folder.
    func segment(
        _ path: String,
        classifier: String,
        outputs: [OutputKind],
        positiveClass: Int? = nil,
        threshold: Float? = nil,
        axes: String? = nil,
        labelType: LabelType = .auto,
        mustBeWhole: Bool = false
    ) throws -> (reply: WorkerReply, beats: Int) {
        let digest = FileDigest.sha256(Array(classifier.utf8))
        if case .failed(let failure) = try load(classifier) { throw failure }
        var descriptors = [open(path, O_RDONLY | O_CLOEXEC)]
        for kind in outputs.inOrder {
            // What an earlier attempt left must not shine through.
            let name = try folder.write(Array("rubbish of an earlier attempt".utf8), to: Self.name(kind)).string
            descriptors.append(open(name, O_RDWR | O_CLOEXEC))
        }
        defer { for descriptor in descriptors { close(descriptor) } }
        let foreground = positiveClass.map(Foreground.positiveClass) ?? threshold.map(Foreground.threshold)
        let recipe = Recipe(
            steps: [.classifyPixels(classifier: digest, foreground: foreground), .connectComponents],
            axes: axes.flatMap { AxisNames($0) },
            labelType: labelType,
            outputs: outputs
        )
        let job = SegmentationJob(
            imageName: path.split(separator: "/").last.map(String.init) ?? path,
            recipe: recipe,
            mustBeWhole: mustBeWhole
        )
        return answer(.segment(job), descriptors: descriptors)
    }

    /// Takes the image at `path` through a recipe; `classifiers` are texts, whose digests the recipe names.
    ///
    /// - Parameters:
    ///   - members: the other files of a set, with their places; the image has the place 0 then.
    ///   - earlier: an earlier result, whose files are the outputs of this bench.
    func report(
        _ path: String,
        members: [(path: String, place: [String: Int]?)] = [],
        labels: String? = nil,
        recipe: Recipe,
        classifiers: [String],
        earlier: EarlierResult? = nil
    ) throws -> JobReport {
        for text in classifiers {
            if case .failed(let failure) = try load(text) { throw failure }
        }
        let inputs =
            [path] + members.map(\.path) + [labels].compactMap(\.self)
            + (earlier?.files ?? []).map { self.path($0.kind) }
        var descriptors = inputs.map { open($0, O_RDONLY | O_CLOEXEC) }
        for kind in recipe.outputs {
            descriptors.append(open(try folder.write([], to: Self.name(kind)).string, O_RDWR | O_CLOEXEC))
        }
        defer { for descriptor in descriptors { close(descriptor) } }
        var job = SegmentationJob(imageName: "x.tif", labelsName: labels == nil ? nil : "m.tif", recipe: recipe)
        job.earlier = earlier
        job.members = members.map { ImageSetMember(name: Self.lastComponent($0.path), place: $0.place) }
        if !members.isEmpty {
            job.imageName = Self.lastComponent(path)
            job.imagePlace = members[0].place?.mapValues { _ in 0 }
        }
        switch answer(.segment(job), descriptors: descriptors).reply {
        case .finished(let report): return report
        case .failed(let failure): throw failure
        case let other: throw TestFailure("unexpected: \(other)")
        }
    }

    /// The report of a job that must succeed.
    func report(
        _ path: String,
        classifier: String,
        outputs: [OutputKind],
        positiveClass: Int? = nil,
        threshold: Float? = nil,
        axes: String? = nil
    ) throws -> JobReport {
        let answer = try segment(
            path,
            classifier: classifier,
            outputs: outputs,
            positiveClass: positiveClass,
            threshold: threshold,
            axes: axes
        )
        switch answer.reply {
        case .finished(let report): return report
        case .failed(let failure): throw failure
        default: throw TestFailure("unexpected: \(answer.reply)")
        }
    }

    /// The path of an output.
    func path(_ kind: OutputKind) -> String { folder.appending(Self.name(kind)) }

    /// An output image, as tifffile reads it.
    func array(_ kind: OutputKind) throws -> NPYArray { try GoldenArray.tiff(path(kind)) }

    /// What tifffile says of an output: axes, and the name of the pixel type.
    func description(_ kind: OutputKind) throws -> String {
        let script = """
            import sys, tifffile
            with tifffile.TiffFile(sys.argv[1]) as file:
                print(file.series[0].axes, file.series[0].dtype, len(file.series), file.pages[0].software.split()[0])
            """
        let line = try GoldenArray.output(of: script, arguments: [path(kind)])
        return String(decoding: line.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// The rows of the object table below its header, split at the commas.
    func table() throws -> [[Double]] {
        let bytes = try GoldenArray.output(
            of: "import sys; sys.stdout.write(open(sys.argv[1]).read())",
            arguments: [path(.objects)]
        )
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { row in
            row.split(separator: ",").map { Double($0) ?? .nan }
        }
    }

    private static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func name(_ kind: OutputKind) -> String { "out\(kind.nameEnding)" }
}
