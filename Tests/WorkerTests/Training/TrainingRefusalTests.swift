import Foundation
import TestSupport
import Testing
import Training
import Worker
import WorkerProtocol

/// What would be trained silently wrong, or end the worker.
@Suite("Trainings that are refused, or warned of")
struct TrainingRefusalTests {
    private let bench: TrainingBench

    init() throws { bench = try TrainingBench() }

    private func refusal(table path: String, features: String) -> Failure? {
        var job = TrainingJob(kind: .tableRowClassifier, features: features)
        (job.tables, job.annotationColumn) = (["t.csv"], "type")
        return #expect(throws: Failure.self) { try bench.train(job, [path]) }
    }

    @Test(
        "columns that are the answer, or named twice, are no features",
        arguments: [("area type", "type holds the annotations"), ("area size area", "area is named twice")]
    )
    func columns(features: String, words: String) throws {
        let path = try bench.bench.write(Array("area,size,type\n1,2,1\n3,4,2\n".utf8), to: "t.csv")
        let failure = refusal(table: path, features: features)
        #expect(failure?.kind == "features_refused" && failure?.message.contains(words) == true, "\(failure as Any)")
    }

    @Test("a table that is too large is refused by its size, and never cut")
    func largeTable() throws {
        let path = try bench.bench.write(Array("area,type\n1,1\n".utf8), to: "t.csv")
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.truncate(atOffset: 2 << 30 + 1)
        try file.close()
        #expect(refusal(table: path, features: "")?.message.contains("has 2147483649 bytes") == true)
    }

    @Test("the name of a set among other words is refused")
    func setAmongWords() throws {
        let paths = try bench.pair("a.tif", seed: 1)
        let features = "object_size_1_to_5_px sobel_of_gaussian_blur=1"
        let failure = #expect(throws: Failure.self) {
            try bench.train(.pixels(["a.tif"], features: features), paths)
        }
        #expect(failure?.kind == "features_refused", "\(failure as Any)")
        #expect(failure?.message.contains("object_size_1_to_5_px") == true)
        let blanks = try bench.train(.pixels(["a.tif"], features: " small_quick "), paths)
        #expect(blanks.classifier == (try bench.train(.pixels(["a.tif"], features: "small_quick"), paths).classifier))
    }

    @Test(
        "nothing that earlier samples say of themselves ends the comment of the header",
        arguments: ["original\n*/ int x;", "original */", "original"]
    )
    func earlierFeatures(features: String) throws {
        let paths = try bench.pair("a.tif", seed: 1)
        var book = try bench.book(bench.train(.pixels(["a.tif"], features: "original"), paths).samples)
        book.featureSpecification = features
        if features == "original" { book.dimensions = 4 }
        let earlier = try bench.bench.write([], to: "forged.samples")
        let file = try FileHandle(forUpdating: URL(filePath: earlier))
        _ = try book.write(to: file.fileDescriptor)
        try file.close()
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: earlier)))
        var job = TrainingJob.pixels([])
        job.features = ""
        let failure = #expect(throws: Failure.self) { try bench.train(job, [], earlier: bytes) }
        #expect(failure?.kind == "samples_refused", "\(failure as Any)")
    }

    @Test("more samples than memory holds are refused before they are taken")
    func memory() throws {
        let memory = TrainingMemory(bytes: 100 << 20)
        try memory.check(rows: 60_000, columns: 16)
        try TrainingMemory(bytes: nil).check(rows: .max, columns: 40)
        for rows in [2048 * 2048, Int.max] {
            let failure = #expect(throws: Failure.self) { try memory.check(rows: rows, columns: 40) }
            #expect(failure?.kind == "too_many_samples" && failure?.remedy.contains("strokes") == true)
        }
    }

    @Test("a class that all lies in one fold is told")
    func classInOneFold() throws {
        let paths = try bench.pair("a.tif", seed: 1, annotation: "a[5:12, 5:30] = 1; a[40:44, 20:60] = 2")
        var job = TrainingJob.pixels(["a.tif"])
        job.holdBack = .folds(5)
        let warnings = try bench.train(job, paths).report.warnings
        #expect(warnings.contains { $0.hasPrefix("all of annotation 1, 2 lies in one fold") }, "\(warnings)")
        let enough = try bench.pair("b.tif", seed: 1)
        let none = try bench.train(job, enough).report.warnings
        #expect(!none.contains { $0.contains("lies in one fold") }, "\(none)")
    }

    @Test("a wrong call is no fault of the data")
    func usage() throws {
        let paths = try bench.pair("a.tif", seed: 1)
        var job = TrainingJob.pixels(["a.tif"])
        (job.kind, job.probabilityClass) = (.probabilityMapper, 3)
        #expect(#expect(throws: Failure.self) { try bench.train(job, paths) }?.kind == "usage")
        (job.kind, job.positiveClass) = (.objectSegmenter, 256)
        #expect(#expect(throws: Failure.self) { try bench.train(job, paths) }?.kind == "usage")
    }
}
