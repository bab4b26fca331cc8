import Foundation
import Imaging
import TestSupport
import Testing
import Training
import Worker
import WorkerProtocol

@Suite("Suggestions")
struct SuggestionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Two classes that `a` tells apart for the most part; `b` is `a` in another unit, `c` noise, `d` always the same.
    private func book(channels: Int = 1, units: Int = 4, images: Int = 3) -> SampleBook {
        var source = SplitMix(seed: 11)
        let names = ["a=1", "b=1", "c=1", "d=1"]
        var book = SampleBook(
            kind: "PixelClassifier",
            featureSpecification: names.joined(separator: " "),
            featureNames: channels == 1
                ? names : (1...channels).flatMap { channel in names.map { "\($0) [channel \(channel)]" } },
            channelCount: channels,
            dimensions: 2
        )
        for image in 0..<images {
            let count = units * 30
            let annotations = (0..<count).map { Int32($0 / 30 % 2 + 1) }
            let a = annotations.map { Float($0) + Float.random(in: -0.7...0.7, using: &source) }
            let noise = annotations.map { _ in Float.random(in: 0...1, using: &source) }
            let columns = [a, a.map { $0 * 100 }, noise, [Float](repeating: 7, count: count)]
            book.blocks.append(
                SampleBlock(
                    image: "\(image).tif",
                    imageSHA256: "\(image)",
                    annotation: "\(image) annotated.tif",
                    annotationSHA256: nil,
                    columns: (0..<channels).flatMap { _ in columns },
                    annotations: annotations,
                    units: (0..<count).map { UInt32($0 / 30) },
                    places: (0..<count).map { UInt64($0) },
                    isTest: [Bool](repeating: false, count: count)
                )
            )
        }
        return book
    }

    private func report(
        _ book: SampleBook,
        mostWork: Int = 1_000_000,
        _ change: (inout SuggestionJob) -> Void = { _ in }
    ) throws -> SuggestionReport {
        let path = folder.appending("x.samples")
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? file.close() }
        _ = try book.write(to: file.fileDescriptor)
        var job = SuggestionJob(samples: "x.samples")
        (job.trees, job.threads) = (9, 2)
        change(&job)
        return try Suggestion.report(job, samples: file.fileDescriptor, mostWork: mostWork) {}
    }

    @Test("of features that say the same one stays, and what says nothing goes", arguments: [1, 2])
    func suggestion(channels: Int) throws {
        let report = try report(book(channels: channels))
        #expect(["a=1", "b=1"].contains(report.suggestion))
        let full = try #require(report.scores.f1)
        #expect(try #require(report.suggestedScores.f1) >= full - 1e-12 && full > 0.75)
        #expect(report.scores.classes.map(\.truth) == [180, 180])
        #expect(report.features.count == 4 * channels)
        let a = report.features[0]
        #expect(a.closest?.hasPrefix("b=1") == true || channels == 2)
        #expect(abs(try #require(a.correlation) - 1) < 1e-9)
        #expect(report.features[3].closest == nil && report.features[3].importance == 0)
        // A constant feature changes the draws, not what can be told: its loss is a figure all the same.
        #expect(report.features.allSatisfy { $0.loss != nil })
        let roots = report.features.reduce(0) { $0 + $1.splitShares[0] }
        #expect(abs(roots - 1) < 1e-9)
        #expect(report.superfluous.count == 3 * channels)
        #expect(report.text.contains("suffice, at a mean F1 of"))
    }

    @Test("the answer is the same each time, and on any number of threads")
    func repeated() throws {
        let first = try report(book())
        #expect(try report(book()) { $0.threads = 1 } == first)
    }

    @Test("many samples are thinned out, and that is said")
    func thinned() throws {
        var large = book(units: 8, images: 5)
        #expect(try report(large).warnings.isEmpty)
        let thinned = try report(large, mostWork: 200)
        #expect(thinned.warnings == ["judged on 200 of 1200 samples, for the time that all take"])
        #expect(thinned.scores.classes.map(\.truth) == [100, 100])
        for index in large.blocks.indices { large.blocks[index].isTest = large.blocks[index].units.map { $0 >= 4 } }
        // Rows that are held back take no part.
        #expect(try report(large).scores.classes.map(\.truth) == [300, 300])
    }

    @Test("samples of another version of the classifier are told")
    func otherVersion() throws {
        let found = try report(book()) { $0.classifierSHA256 = "00" }
        #expect(found.warnings.contains { $0.contains("another version") })
    }

    @Test("what cannot be judged is refused with what to do")
    func refusals() throws {
        let single = #expect(throws: Failure.self) { try report(book(units: 1, images: 1)) }
        #expect(single?.kind == "suggestion_impossible" && single?.message.contains("a single scribble") == true)
        let folds = #expect(throws: Failure.self) { try report(book()) { $0.holdBack = .folds(1) } }
        #expect(folds?.kind == "suggestion_impossible")
        let depth = #expect(throws: Failure.self) { try report(book()) { $0.depth = 0 } }
        #expect(depth?.kind == "suggestion_impossible")
        var many = book(units: 20)
        for index in many.blocks.indices { many.blocks[index].annotations = (0..<600).map { Int32($0 + 1) } }
        let classes = #expect(throws: Failure.self) { try report(many) }
        #expect(classes?.message.contains("has 600 classes") == true, "\(classes as Any)")
        let path = folder.appending("y.samples")
        try Data("something else\n".utf8).write(to: URL(filePath: path))
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        let foreign = #expect(throws: Failure.self) {
            try Suggestion.report(SuggestionJob(samples: "y.samples"), samples: file.fileDescriptor) {}
        }
        #expect(foreign?.kind == "samples_refused" && foreign?.message.hasPrefix("y.samples") == true)
    }
}
