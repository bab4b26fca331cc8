import Files
import Glibc
import Imaging
import Results
import SystemPackage
import TIFFFiles
import WorkerProtocol

/// One image with the results of a run, small enough to be made by the hundred.
struct SampleResult {
    var image: FilePath.Component = "x.tif"
    var recipe: String?
    var carriesExtension = false
    /// What the content of the image is; every output holds it too.
    var content: String
    var outputs: [OutputKind]

    /// The names of the outputs.
    var names: OutputNames { OutputNames(image: image, recipe: recipe, carriesExtension: carriesExtension) }

    /// What is expected in the folder beside the summary.
    var files: [FilePath.Component: [UInt8]] {
        Dictionary(uniqueKeysWithValues: outputs.map { (names[$0], bytes(of: $0)) })
    }

    /// An output file: what has the mark of its format, and text behind.
    func bytes(of kind: OutputKind) -> [UInt8] {
        let text = Array("\(kind) of \(content)".utf8)
        let software = Array(SoftwareTag.program.utf8)
        let length = UInt8(software.count)
        switch kind.format {
        case .tiff: return Self.tiff(software: SoftwareTag.program) + text
        case .csv(let header): return Array("\(header)\n".utf8) + text
        case .json: return Array("{\"\(JSONMark.key)\": \"".utf8) + text
        case .png:
            let chunk = [0, 0, 0, 9 + length] + Array("tEXtSoftware\0".utf8) + software + [0, 0, 0, 0]
            return [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + chunk + text
        case .zip:
            return Array("PK\u{5}\u{6}".utf8) + Array(repeating: 0, count: 16) + [length, 0] + software + text
        }
    }

    /// A little-endian TIFF whose only directory holds the Software tag.
    static func tiff(software: String) -> [UInt8] {
        let value = Array(software.utf8) + [0]
        let directory: [UInt8] = [1, 0, 0x31, 0x01, 2, 0, UInt8(value.count), 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]
        return Array("II".utf8) + [42, 0, 8, 0, 0, 0] + directory + value
    }

    /// What is recorded of the image.
    var imageSummary: Summary.Image {
        Summary.Image(
            name: image,
            identity: FileIdentity(
                size: Int64(content.utf8.count),
                modificationSeconds: 1_800_000_000,
                modificationNanoseconds: 5
            ),
            sha256: FileDigest.sha256(Array(content.utf8)),
            layout: Self.layout
        )
    }

    /// Two slices of 16 bits.
    static let layout = ImageLayout(
        shape: ImageShape(slices: 2, size: ImageSize(width: 3, height: 4)),
        pixelType: .uint16
    )

    /// The classifier of every sample.
    static let classifier = Summary.Classifier(
        name: "nuclei.cl",
        path: "/models/nuclei.cl",
        sha256: "c1",
        generation: 2,
        classifierClass: "ObjectSegmenter",
        features: ["original", "gaussian_blur=1"]
    )

    /// When and where every sample was made.
    static let processing = Summary.Processing(
        start: UTCTime(seconds: 1_800_000_001, nanoseconds: 999_999_999),
        end: UTCTime(seconds: 1_800_000_002, nanoseconds: 0),
        host: "scope3",
        service: "segmentd"
    )

    private var recipeOfClass2: Recipe {
        let classify = RecipeStep.classifyPixels(classifier: "c1", foreground: .positiveClass(2))
        return Recipe(steps: [classify, .connectComponents], outputs: outputs)
    }

    /// The summary of a successful run.
    var summary: Summary {
        var summary = Summary(
            done: imageSummary,
            recipe: recipe,
            classifier: Self.classifier,
            engine: .init(version: "0.1.0", device: "a device", kind: "cpu"),
            settings: Summary.Settings(recipeOfClass2),
            planes: [
                .init(frame: 0, z: 0, objects: 3, foregroundShare: 0.25),
                .init(frame: 0, z: 1, objects: 4, foregroundShare: 0.5),
            ],
            outputs: outputs.map { kind in
                let bytes = bytes(of: kind)
                let file = JobReport.Output(bytes: bytes.count, sha256: FileDigest.sha256(bytes))
                return .init(kind: kind, names: names, file: file)
            },
            timings: .init(waited: 2_000.1234, read: 1, compute: 2.5, write: 3),
            warnings: ["a \"warning\"\nof two lines / é"]
        )
        summary.revision = 1
        summary.setResultsFolder("/data/results")
        summary.processed = Self.processing
        summary.reproduce = "segmentd run --classifier /kept/c1.cl x.tif"
        return summary
    }

    /// The summary of a failed run.
    func failure(attempts: Int = 1) -> Summary {
        Summary(
            failed: imageSummary,
            recipe: recipe,
            classifier: Self.classifier,
            settings: Summary.Settings(recipeOfClass2),
            error: .init(
                Failure(kind: "truncated", message: "the file ends early", remedy: "copy it again"),
                attempts: attempts
            ),
            timings: .init()
        )
    }

    /// Runs begin, write and commit.
    func commit(to folder: ResultFolder) throws {
        let commit = try ResultCommit(in: folder, names: names, outputs: outputs)
        for (kind, number) in zip(commit.outputs, commit.descriptors) {
            try FileDescriptor(rawValue: number).writeAll(bytes(of: kind))
        }
        try commit.commit(summary)
    }
}
