import FoundationEssentials
import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite(
    "Shared trainings of real APOC",
    .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence))
)
struct GoldenTrainingTests {
    private let bench: TrainingBench

    init() throws { bench = try TrainingBench() }

    /// A training like that of a classifier file, by its header.
    private func job(like classifier: [UInt8]) throws -> TrainingJob {
        var fields: [String: String] = [:]
        for line in String(decoding: classifier, as: UTF8.self).split(separator: "\n").prefix(25) {
            guard let range = line.firstRange(of: " = ") else { continue }
            fields[String(line[..<range.lowerBound])] = String(line[range.upperBound...])
        }
        let kind = try #require(TrainingKind(rawValue: fields["classifier_class_name"] ?? ""))
        var job = TrainingJob(kind: kind, features: fields["feature_specification"] ?? "")
        job.depth = try #require(Int(fields["max_depth"] ?? ""))
        job.trees = try #require(Int(fields["num_trees"] ?? ""))
        job.positiveClass = fields["positive_class_identifier"].flatMap { Int($0) }
        return job
    }

    @Test("the right half after the left one gives the same file")
    func continued() throws {
        let expected = try SharedMaterial.bytes("golden/train_continue/classifier.cl")
        let sources = ["input", "train_annotation"].map { SharedMaterial.path("golden/train_continue/\($0).tif") }
        var earlier: [UInt8]?
        for half in ["[:, :128]", "[:, 128:]"] {
            let parts = try sources.enumerated().map { number, path in
                try bench.bench.write(
                    "numpy.ascontiguousarray(tifffile.imread('\(path)')\(half))",
                    to: "\(number) \(half).tif"
                )
            }
            var job = try job(like: expected)
            job.images = [AnnotatedImage(image: "half \(half)", annotation: "annotation")]
            earlier = try {
                let trained = try bench.train(job, parts, earlier: earlier)
                if half == "[:, 128:]" { #expect(trained.classifier == expected) }
                return trained.samples
            }()
        }
    }

    @Test("folders give the same file")
    func folders() throws {
        let expected = try SharedMaterial.bytes("golden/train_folder/classifier.cl")
        var job = try job(like: expected)
        let folder = SharedMaterial.path("golden/sources")
        var paths: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/folder_images").sorted() {
            job.images.append(AnnotatedImage(image: name, annotation: name))
            paths += ["\(folder)/folder_images/\(name)", "\(folder)/folder_masks/\(name)"]
        }
        #expect(paths.count == 8)
        #expect(try bench.train(job, paths).classifier == expected)
    }

    @Test(
        "classifiers of objects give the same file",
        arguments: [
            "obj_3d", "obj_all", "obj_all_dense", "obj_basic", "obj_neighbour_statistics", "obj_neighbours_dense",
            "obj_neighbours_sparse",
        ]
    )
    func objects(name: String) throws {
        let expected = try SharedMaterial.bytes("golden/\(name)/classifier.cl")
        var job = try job(like: expected)
        job.images = [AnnotatedImage(image: "input.tif", annotation: "train_annotation.tif", labels: "labels.tif")]
        let paths = ["input", "train_annotation", "labels"].map { SharedMaterial.path("golden/\(name)/\($0).tif") }
        #expect(try bench.train(job, paths).classifier == expected)
    }
}
