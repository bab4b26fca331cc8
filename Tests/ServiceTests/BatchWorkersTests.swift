import Logging
import Results
import Service
import Settings
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("A run with several workers")
struct BatchWorkersTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private struct Outcome {
        var tally: BatchRun.Tally
        var asked: Int
        var images: [String]
    }

    /// Runs over `count` images with `first`, and the others when they are asked for.
    private func run(_ count: Int, _ first: ScriptedWorker, _ others: [ScriptedWorker]) async throws -> Outcome {
        let classifier = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "nuclei.cl")
        try folder.makeFolder("data")
        for number in 0..<count { try folder.write(ClassifierFixtures.image(number % 3), to: "data/\(number).tif") }
        let settings = FolderSettings(
            path: folder.path("data"),
            recipes: [RecipeSettings(classifier: classifier, outputs: [.labels])]
        )
        let directories = try ServiceDirectories(environment: [
            "STATE_DIRECTORY": folder.path("state").string, "CACHE_DIRECTORY": folder.path("cache").string,
            "RUNTIME_DIRECTORY": folder.path("run").string,
        ])
        let asked = AskedTimes()
        let run = BatchRun(
            worker: first,
            others: {
                asked.count.add(1, ordering: .relaxed)
                return others
            },
            directories: directories,
            again: false,
            retries: Acquisition.withoutPauses,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await run.loadClassifiers(of: [settings])
        let items = try BatchItems.find([settings.path], recursive: true) { _, _ in settings }
        var (images, tallies): ([String], [BatchRun.Tally]) = ([], [])
        let tally = await run.run(items) { item, _, _, tally in
            images.append(item.path.lastComponent?.string ?? "")
            tallies.append(tally)
        }
        #expect(tallies.last == tally)
        return Outcome(tally: tally, asked: asked.count.load(ordering: .relaxed), images: images)
    }

    private final class AskedTimes: Sendable {
        let count = Atomic(0)
    }

    @Test("shares the images among them, and tells of each once")
    func sharing() async throws {
        let workers = (0..<3).map { _ in ScriptedWorker([.finish]) }
        let outcome = try await run(12, workers[0], Array(workers[1...]))
        #expect([outcome.tally.done, outcome.tally.upToDate, outcome.tally.failed] == [12, 0, 0])
        #expect(Set(outcome.images) == Set((0..<12).map { "\($0).tif" }) && outcome.images.count == 12)
        #expect(outcome.asked == 1)
        #expect(workers.allSatisfy { !$0.jobs.isEmpty })
        #expect(workers.reduce(0) { $0 + $1.jobs.count } == 12)
        // A second run computes nothing, and needs no more workers for it.
        let again = try await run(12, workers[0], Array(workers[1...]))
        #expect(again.tally.upToDate == 12 && again.asked == 0)
    }

    @Test("of a few images is done by one")
    func few() async throws {
        let (first, other) = (ScriptedWorker([.finish]), ScriptedWorker([.finish]))
        let outcome = try await run(4, first, [other])
        #expect(outcome.tally.done == 4 && outcome.asked == 0 && other.jobs.isEmpty)
    }

    @Test("does an image again, and counts it once, over which one of them was lost")
    func lost() async throws {
        let outcome = try await run(9, ScriptedWorker([.finish]), [ScriptedWorker([.die, .die, .finish])])
        #expect([outcome.tally.done, outcome.tally.failed] == [9, 0])
        #expect(outcome.images.count == 9)
    }
}
