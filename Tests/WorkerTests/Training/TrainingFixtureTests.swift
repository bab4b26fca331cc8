import FoundationEssentials
import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Trainings of real APOC")
struct TrainingFixtureTests {
    /// A case of `Tests/Fixtures/training`.
    struct Case: Decodable, CustomTestStringConvertible {
        struct Step: Decodable {
            struct Shot: Decodable {
                var image: String
                var annotation: String
                var labels: String?
            }

            var shots: [Shot]?
            var table: String?
            var column: String?
            var expected: String?
            var folder: String
        }

        var name: String
        var kind: TrainingKind
        var features: String
        var depth: Int
        var trees: Int
        var positive: Int?
        var probability: Int?
        var steps: [Step]

        var testDescription: String { name }

        /// Where its files lie.
        var folder: String { "\(TrainingFixtureTests.folder)/\(name)" }

        func job() -> TrainingJob {
            var job = TrainingJob(kind: kind, features: kind == .tableRowClassifier ? "" : features)
            (job.depth, job.trees) = (depth, trees)
            (job.positiveClass, job.probabilityClass) = (positive, probability)
            return job
        }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/training").path

    static let cases: [Case] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
        return names.compactMap { name in
            let file = URL(filePath: "\(folder)/\(name)/case.json")
            guard let data = try? Data(contentsOf: file) else { return nil }
            return try? JSONDecoder().decode(Case.self, from: data)
        }
    }()

    @Test("are there")
    func count() { #expect(Self.cases.count >= 20) }

    @Test("give the same bytes", arguments: cases)
    func bytes(fixture: Case) throws {
        let bench = try TrainingBench()
        var earlier: [UInt8]?
        for step in fixture.steps {
            let place = "\(fixture.folder)/\(step.folder)"
            var job = fixture.job()
            var paths: [String] = []
            for shot in step.shots ?? [] {
                job.images.append(
                    AnnotatedImage(image: shot.image, annotation: shot.annotation, labels: shot.labels)
                )
                paths += [shot.image, shot.annotation, shot.labels].compactMap(\.self).map { "\(place)/\($0)" }
            }
            if let table = step.table {
                job.tables = [table]
                job.annotationColumn = step.column ?? ""
                paths.append("\(place)/\(table)")
            }
            guard let expected = step.expected else {
                #expect(throws: Failure.self) { try bench.train(job, paths, earlier: earlier) }
                continue
            }
            let trained = try bench.train(job, paths, earlier: earlier)
            let wanted = try Data(contentsOf: URL(filePath: "\(place)/\(expected)"))
            #expect(trained.classifier == [UInt8](wanted))
            earlier = trained.samples
        }
    }
}
