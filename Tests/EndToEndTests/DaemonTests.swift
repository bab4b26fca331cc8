import Files
import Foundation
import Glibc
import Results
import TestSupport
import Testing
import WorkerProtocol

/// The built program on a folder of its own, with everything around it that happens in a lab.
@Suite("The daemon", .serialized)
struct DaemonTests {
    private let home: TemporaryFolder
    private let acquisition: URL
    private let configuration: URL
    private let classifier: URL

    init() throws {
        home = try TemporaryFolder()
        acquisition = URL(filePath: home.appending("acquisition"))
        configuration = URL(filePath: home.appending("segmentd.toml"))
        classifier = URL(filePath: home.appending("nuclei.cl"))
        try FileManager.default.createDirectory(at: acquisition, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: AcquisitionFixtures.classifier("nuclei"), to: classifier)
        try Data(
            """
            [device]
            workers = 1
            [[folder]]
            path = "\(acquisition.path)"
            quiet = "300ms"
              [[folder.recipe]]
              name = "nuclei"
              classifier = "nuclei.cl"
              [[folder.recipe]]
              name = "around"
              classifier = "\(AcquisitionFixtures.classifier("surroundings").path)"
              outputs = ["labels"]
            """.utf8
        ).write(to: configuration)
    }

    @Test(
        "50 images in three ways, two recipes, a swap, a corrupt file, a killed worker, a restart",
        .timeLimit(.minutes(5))
    )
    func acquires() throws {
        let daemon = try start("first")
        let before = 0..<25
        let after = 25..<50
        try Microscope.bring(before.lowerBound..<8, into: acquisition)
        // The worker dies with images before and behind it; at most one is in its hands.
        try daemon.notify.wait(for: "the first results") { _ in summaries.count >= 4 }
        let status = try ProgramCall.result(of: ["status"], home: home.url)
        #expect(status.status == 0 && status.output.hasPrefix("watching 1 folder, "), "\(status)")
        let worker = try #require(daemon.workers.first)
        kill(worker, SIGKILL)
        try Microscope.bring(8..<before.upperBound, into: acquisition)
        try daemon.notify.wait(for: "25 images") { _ in summaries.count == 2 * before.count }
        #expect(daemon.log.components(separatedBy: "the worker was lost").count - 1 <= 1)
        #expect(daemon.workers != [worker] && daemon.workers.count == 1)

        try swapClassifier(for: "bright")
        try daemon.notify.wait(for: "the swap") { messages in messages.last?.contains("(gen 2)") ?? false }
        try Microscope.bring(after, into: acquisition)
        try Data(contentsOf: AcquisitionFixtures.image(0)).prefix(9000)
            .write(to: acquisition.appending(path: "corrupt.tif"))
        try daemon.notify.wait(for: "all images") { _ in summaries.count == 2 * 51 }
        #expect(try daemon.terminate() == 0)

        for (range, name, generation) in [(before, "nuclei", 1), (after, "bright", 2)] {
            try checkResults(of: range, recipe: "nuclei", classifier: name, generation: generation)
            try checkResults(of: range, recipe: "around", classifier: "surroundings", generation: 1)
        }
        let failure = try summary("corrupt_nuclei_summary.json")
        #expect(failure.status == .failed && failure.error?.kind == "truncated_data")
        #expect(failure.error?.remedy.isEmpty == false && failure.outputs.isEmpty)
        #expect(daemon.log.contains("corrupt.tif"))
        try checkNothingElse(images: 50)

        let states = try fileStates()
        let again = try start("second")
        // A new image is proof that everything found before it was looked at: it comes after the whole backlog.
        try Microscope.bring(50..<51, into: acquisition)
        try again.notify.wait(for: "the new image") { _ in summaries.count == 2 * 52 }
        #expect(try again.terminate() == 0)
        func others(_ states: [String: String]) -> [String: String] {
            // The tables of the folder tell of the new image too.
            states.filter { !$0.key.contains("image_50") && !$0.key.hasPrefix("segmentd_") }
        }
        #expect(try others(fileStates()) == others(states), "the restart did work again")
    }

    @Test(
        "a broken classifier leaves the old one in force; one that was broken at the start is taken up when it is good"
    )
    func brokenClassifier() throws {
        try Data("/*\nnot a classifier\n".utf8).write(to: classifier)
        let daemon = try start("broken")
        #expect(daemon.log.contains("nuclei.cl is not used"))
        try Microscope.bring(1..<2, into: acquisition)
        try daemon.notify.wait(for: "the other recipe") { _ in summaries.count == 1 }
        try swapClassifier(for: "nuclei")
        try daemon.notify.wait(for: "the recipe that waited") { _ in summaries.count == 2 }

        // Overwritten in pieces, and cut short: never in force.
        let broken = try Data(contentsOf: AcquisitionFixtures.classifier("bright")).dropLast(400)
        try broken.write(to: classifier)
        try daemon.notify.wait(for: "the warning") { _ in
            daemon.log.contains("generation 1") && daemon.log.contains("stays in force")
        }
        try Microscope.bring(4..<5, into: acquisition)
        try daemon.notify.wait(for: "the next image") { _ in summaries.count == 4 }
        #expect(try daemon.terminate() == 0)
        try checkResults(of: 1..<2, recipe: "nuclei", classifier: "nuclei", generation: 1)
        try checkResults(of: 4..<5, recipe: "nuclei", classifier: "nuclei", generation: 1)
    }

    @Test("a classifier swapped in that makes a setting meaningless stays out, and the daemon goes on")
    func impossibleRecipe() throws {
        let text = try String(contentsOf: configuration, encoding: .utf8)
        let line = "classifier = \"nuclei.cl\""
        try Data(text.replacing(line, with: "\(line)\n  positive_class = 2").utf8).write(to: configuration)
        let daemon = try start("impossible")
        try swapClassifier(for: "surroundings")
        try daemon.notify.wait(for: "the refusal") { _ in
            daemon.log.contains("positive_class = 2 cannot be") && daemon.log.contains("stays in force")
        }
        try Microscope.bring(1..<2, into: acquisition)
        try daemon.notify.wait(for: "the image") { _ in summaries.count == 2 }
        #expect(try daemon.terminate() == 0)
        try checkResults(of: 1..<2, recipe: "nuclei", classifier: "nuclei", generation: 1)
    }

    @Test("a stopped worker does not keep the daemon from stopping, and its image is done after the next start")
    func stoppedWorker() throws {
        let daemon = try start("stopped")
        let worker = try #require(daemon.workers.first)
        kill(worker, SIGSTOP)
        try Microscope.bring(1..<2, into: acquisition)
        try daemon.notify.wait(for: "the image in work") { _ in files.contains { $0.hasSuffix(".tmp") } }
        let begun = ContinuousClock.now
        #expect(try daemon.terminate() == 0)
        #expect(ContinuousClock.now - begun < .seconds(20))
        #expect(summaries.isEmpty && !files.contains { $0.hasSuffix(".tmp") })
        let again = try start("again")
        try again.notify.wait(for: "the image") { _ in summaries.count == 2 }
        #expect(try again.terminate() == 0)
        try checkResults(of: 1..<2, recipe: "nuclei", classifier: "nuclei", generation: 1)
    }

    private func start(_ name: String) throws -> RunningDaemon {
        let daemon = try RunningDaemon(configuration: configuration, home: home.url, name: name)
        try daemon.waitUntilReady()
        return daemon
    }

    /// Replaces the classifier as a careful program does: written aside, renamed over.
    private func swapClassifier(for name: String) throws {
        let aside = classifier.appendingPathExtension("new")
        try FileManager.default.copyItem(at: AcquisitionFixtures.classifier(name), to: aside)
        guard rename(aside.path, classifier.path) == 0 else { throw EndToEndError("rename failed: errno \(errno)") }
    }

    private var files: [String] {
        (FileManager.default.enumerator(atPath: acquisition.path)?.allObjects as? [String]) ?? []
    }

    private var summaries: [String] { files.filter { $0.hasSuffix("_summary.json") && !$0.hasPrefix(".") } }

    private func summary(_ name: String) throws -> Summary {
        let bytes = [UInt8](try Data(contentsOf: acquisition.appending(path: name)))
        guard case .found(let summary) = SummaryFile.decode(bytes) else { throw EndToEndError("\(name) is no summary") }
        return summary
    }

    /// Every summary names the classifier and every label image is what real APOC gives, read by tifffile.
    private func checkResults(of numbers: Range<Int>, recipe: String, classifier: String, generation: Int) throws {
        let digest = FileDigest.sha256([UInt8](try Data(contentsOf: AcquisitionFixtures.classifier(classifier))))
        var paths: [String] = []
        for number in numbers {
            let stem = Microscope.path(number).dropLast(4) + "_\(recipe)"
            let summary = try summary("\(stem)_summary.json")
            #expect(summary.status == .done && summary.classifier?.sha256 == digest)
            #expect(summary.classifier?.generation == generation)
            paths += [
                acquisition.appending(path: "\(stem)_labels.tif").path,
                AcquisitionFixtures.labels(number, by: classifier),
            ]
            let labels = try #require(summary.outputs.first { $0.kind == .labels })
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: paths[paths.count - 2])))
            #expect(labels.sha256 == FileDigest.sha256(bytes) && labels.bytes == bytes.count)
        }
        let arrays = try GoldenArray.tiffs(paths)
        for (index, number) in numbers.enumerated() {
            #expect(arrays[2 * index].shape == arrays[2 * index + 1].shape)
            #expect(
                arrays[2 * index].floats == arrays[2 * index + 1].floats,
                "labels of image \(number) by \(classifier)"
            )
        }
    }

    /// For each image five files of recipe `nuclei`, two of `around`; for the corrupt one two summaries; the two tables of
    /// the folder; nothing hidden.
    private func checkNothingElse(images: Int) throws {
        let regular = files.filter { !FileManager.default.isFolder(acquisition.appending(path: $0).path) }
        #expect(regular.filter { ($0 as NSString).lastPathComponent.hasPrefix(".") }.isEmpty)
        #expect(regular.count == images * (1 + 4 + 2) + 3 + 2, "\(regular.sorted())")
    }

    /// Inode and modification time of every file.
    private func fileStates() throws -> [String: String] {
        var states: [String: String] = [:]
        for file in files {
            var status = stat()
            guard stat(acquisition.appending(path: file).path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                continue
            }
            states[file] = "\(status.st_ino) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
        }
        return states
    }
}

extension FileManager {
    /// Whether there is a folder at `path`.
    fileprivate func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
