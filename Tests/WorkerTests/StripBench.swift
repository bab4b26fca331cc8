import Classifiers
import Files
import Glibc
import Imaging
import Segmentation
import Synchronization
import SystemPackage
import TestSupport
import Worker
import WorkerProtocol

/// Takes images through a recipe by strips of rows and as a whole, into files of its own.
struct StripBench {
    /// What came of an image.
    struct Result: Equatable {
        var report: JobReport
        var files: [[UInt8]]

        static func == (left: Result, right: Result) -> Bool {
            left.files == right.files && left.report.planes == right.report.planes
                && left.report.objectsAfterSteps == right.report.objectsAfterSteps
                && left.report.outputs.map(\.sha256) == right.report.outputs.map(\.sha256)
                && left.report.outputs.map(\.form) == right.report.outputs.map(\.form)
                && left.report.quality == right.report.quality && left.report.layout == right.report.layout
                && left.report.warnings == right.report.warnings
        }
    }

    /// One engine for all tests, which take turns.
    private static let engine = Mutex(Swift.Result { try SegmentationEngine(selection: nil) })

    private let folder: TemporaryFolder

    /// A bench with nothing on it.
    init() throws { folder = try TemporaryFolder() }

    /// Writes what numpy makes of `expression` as a TIFF, by tifffile, and gives its path.
    func write(_ expression: String, to name: String = "x.tif") throws -> String {
        let script = "import numpy, sys, tifffile; tifffile.imwrite(sys.argv[1], \(expression))"
        _ = try GoldenArray.output(of: script, arguments: [folder.appending(name)])
        return folder.appending(name)
    }

    /// What comes of the image at `path`: as a whole, or by strips of so many rows.
    ///
    /// - Parameter text: of a classifier file; without one `project`, a classifier that was read already, takes its place.
    func result(
        _ path: String,
        classifier text: String = "",
        project: Classifier? = nil,
        steps: [RecipeStep] = [.connectComponents],
        foreground: Foreground? = .positiveClass(2),
        measurements: [MeasurementGroup]? = nil,
        labelType: LabelType = .auto,
        axes: String? = nil,
        export: ValueExport? = nil,
        outputs: [OutputKind],
        rows: Int? = nil,
        memory: Int? = nil
    ) throws -> Result {
        let digest = FileDigest.sha256(Array(text.utf8))
        var recipe = Recipe(
            steps: [.classifyPixels(classifier: digest, foreground: foreground)] + steps,
            axes: axes.flatMap { AxisNames($0) },
            measurements: measurements,
            labelType: labelType,
            outputs: outputs
        )
        recipe.export = export
        let classifier = try project ?? TrainedClassifier(bytes: Array(text.utf8), name: "c.cl").pixelClassifier()
        return try result(path, classifier, recipe, rows: rows, memory: memory)
    }

    /// The same with a classifier that no text makes.
    func result(
        _ path: String,
        _ classifier: Classifier,
        _ recipe: Recipe,
        rows: Int? = nil,
        memory: Int? = nil
    ) throws -> Result {
        let image = open(path, O_RDONLY | O_CLOEXEC)
        let paths = try recipe.outputs.map { try folder.write([1, 2, 3], to: "out\($0.nameEnding)").string }
        let files = paths.map { open($0, O_RDWR | O_CLOEXEC) }
        defer { for file in files + [image] { close(file) } }
        let report = try Self.engine.withLock { engine in
            let pipeline = ImagePipeline(
                engine: try engine.get(),
                classifier: classifier,
                memory: memory,
                stripRows: rows
            )
            let job = SegmentationJob(imageName: "x.tif", recipe: recipe)
            return try pipeline.run(job, image: image, outputs: files) {}
        }
        return Result(
            report: report,
            files: try paths.map { path in
                let file = try FileDescriptor.open(FilePath(path), .readOnly)
                return try file.closeAfter {
                    var bytes: [UInt8] = []
                    var part = [UInt8](repeating: 0, count: 1 << 20)
                    while case let count = try part.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                        bytes += part[..<count]
                    }
                    return bytes
                }
            }
        )
    }
}
