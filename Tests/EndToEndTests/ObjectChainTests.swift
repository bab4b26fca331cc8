import Files
import Foundation
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// Chains of steps in the running daemon, each classifier a file that is swapped by itself.
@Suite("Objects by the daemon", .serialized)
struct ObjectChainTests {
    private let home: TemporaryFolder
    private let images: URL
    private let types: String

    init() throws {
        home = try TemporaryFolder()
        images = URL(filePath: home.appending("images"))
        types = home.appending("types.cl")
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
    }

    @Test("an object classifier is swapped half-way, a broken one between, and every summary is right")
    func swapped() throws {
        let keep = ThresholdClassifier.text(ofObjects: "ObjectSelector", feature: "area", threshold: "40.0")
        try home.write(Array(keep.utf8), to: "keep.cl")
        let first = try swap(threshold: 120)
        let daemon = try start(
            """
            classifier = "\(AcquisitionFixtures.classifier("nuclei").path)"
            outputs = ["labels", "object_classes", "objects"]
            steps = [ { keep = "keep.cl" }, { border = "drop" }, { classify = "types.cl" } ]
            """
        )
        try bring(0..<6)
        try daemon.notify.wait(for: "six images") { _ in summaries.count == 6 }
        try home.write(Array("/*\nnot a classifier\n".utf8), to: "types.cl")
        try daemon.notify.wait(for: "the warning") { _ in daemon.log.contains("types.cl is not used") }
        try bring(6..<9)
        try daemon.notify.wait(for: "three more") { _ in summaries.count == 9 }
        let second = try swap(threshold: 200)
        try daemon.notify.wait(for: "the swap") { _ in
            daemon.log.contains("classifier types.cl is in force")
                && daemon.log.components(separatedBy: "classifier types.cl is in force").count == 3
        }
        try bring(9..<15)
        try daemon.notify.wait(for: "all images") { _ in summaries.count == 15 }
        #expect(try daemon.terminate() == 0)
        for number in 0..<15 {
            let (threshold, digest, generation) = number < 9 ? (120, first, 1) : (200, second, 2)
            try check(number, keep: FileDigest.sha256(Array(keep.utf8)), threshold, digest, generation)
        }
    }

    @Test("images wait for the label images that others make, and are done again when these change")
    func givenLabels() throws {
        let daemon = try start("labels = \"masks/{stem}_m.tif\"\nsteps = [ { area = [2, 100] } ]")
        try FileManager.default.copyItem(at: AcquisitionFixtures.image(0), to: images.appending(path: "x.tif"))
        try FileManager.default.createDirectory(at: images.appending(path: "masks"), withIntermediateDirectories: true)
        // An image that needs no label image is proof that the first was looked at.
        try daemon.notify.wait(for: "the image to be looked at") { _ in
            let answer = try ProgramCall.result(of: ["explain", images.appending(path: "x.tif").path], home: home.url)
            return answer.output.contains("masks/x_m.tif is not there yet")
        }
        #expect(summaries.isEmpty)
        try bringLabels("a[3:6, 3:6] = 4; a[9, 9] = 2")
        try daemon.notify.wait(for: "the result") { _ in summaries == ["x_summary.json"] }
        let before = try summary("x_summary.json")
        #expect(before.status == .done && before.totals.objects == 1 && before.labels?.name == "x_m.tif")
        #expect(before.classifier == nil && before.steps.map(\.objects) == [2, 1])
        try bringLabels("a[3:6, 3:6] = 4; a[9, 9:12] = 2")
        try daemon.notify.wait(for: "the next result") { _ in
            // It is gone for a moment, between two results.
            (try? summary("x_summary.json"))?.totals.objects == 2
        }
        #expect(try daemon.terminate() == 0)
        #expect(summaries == ["x_summary.json"], "a label image was taken for an image")
    }

    @Test("a recipe that would begin with what it writes itself is refused, and the labels stay")
    func ownLabels() throws {
        try bring(0..<1)
        let classifier = AcquisitionFixtures.classifier("nuclei").path
        let first = try ProgramCall.result(of: ["run", "--classifier", classifier, images.path], home: home.url)
        #expect(first.status == 0, "\(first)")
        let labels = images.appending(path: "image_0_labels.tif")
        let before = try Data(contentsOf: labels)
        let steps = ["--labels", "{stem}_labels.tif", "--step", "border=drop"]
        let refused = try ProgramCall.result(of: ["run"] + steps + [images.path], home: home.url)
        #expect(refused.status == 1 && refused.errors.contains("is what this recipe itself writes"), "\(refused)")
        #expect(try Data(contentsOf: labels) == before)
        // Elsewhere they are label images like others.
        let elsewhere = ["--output-dir", home.appending("filtered")]
        let filtered = try ProgramCall.result(of: ["run"] + steps + elsewhere + [images.path], home: home.url)
        #expect(filtered.status == 0, "\(filtered)")
        #expect(try Data(contentsOf: labels) == before)
        let sound = try ProgramCall.result(of: ["verify", home.appending("filtered")], home: home.url)
        #expect(sound.status == 0, "\(sound)")
        try (before + [0]).write(to: labels)
        let changed = try ProgramCall.result(of: ["verify", home.appending("filtered")], home: home.url)
        #expect(changed.status == 1 && changed.output.contains("the label image"), "\(changed)")
    }

    /// Every object of the summary's image by an independent reader: those that the steps leave, with their classes.
    private func check(
        _ number: Int,
        keep: String,
        _ threshold: Int,
        _ digest: String,
        _ generation: Int
    ) throws {
        let summary = try summary("image_\(number)_summary.json")
        #expect(summary.status == .done)
        #expect(summary.steps.map(\.name) == ["classifier", "connect", "keep", "border", "classify"])
        #expect(summary.steps.map(\.classifier?.sha256) == [nil, nil, keep, nil, digest])
        #expect(summary.steps[4].classifier?.generation == generation)
        #expect(summary.steps[2].classifier?.classifierClass == "ObjectSelector")

        let all = try GoldenArray.tiff(AcquisitionFixtures.labels(number, by: "nuclei"))
        let (height, width, pixels) = (all.shape[0], all.shape[1], all.integers)
        var (areas, isAtBorder) = ([Int: Int](), Set<Int>())
        for (index, label) in pixels.enumerated() where label != 0 {
            areas[label, default: 0] += 1
            let (y, x) = index.quotientAndRemainder(dividingBy: width)
            if y == 0 || x == 0 || y == height - 1 || x == width - 1 { isAtBorder.insert(label) }
        }
        let large = areas.keys.filter { areas[$0, default: 0] >= 40 }
        let left = large.filter { !isAtBorder.contains($0) }
        #expect(summary.steps.map(\.objects) == [nil, areas.count, large.count, left.count, left.count])
        let classes = try GoldenArray.tiff(images.appending(path: "image_\(number)_object_class.tif").path).integers
        let expected = pixels.map { !left.contains($0) ? 0 : areas[$0, default: 0] < threshold ? 1 : 2 }
        #expect(classes == expected, "image \(number)")
    }

    private func start(_ recipe: String) throws -> RunningDaemon {
        let configuration = try home.write(
            Array("[[folder]]\npath = \"\(images.path)\"\n[[folder.recipe]]\n\(recipe)\n".utf8),
            to: "segmentd.toml"
        )
        let daemon = try RunningDaemon(configuration: URL(filePath: configuration.string), home: home.url, name: "d")
        try daemon.waitUntilReady()
        return daemon
    }

    private func bring(_ numbers: Range<Int>) throws {
        for number in numbers {
            let image = images.appending(path: "image_\(number).tif")
            try FileManager.default.copyItem(at: AcquisitionFixtures.image(number), to: image)
        }
    }

    /// Puts another classifier of types in place, and gives its digest.
    private func swap(threshold: Int) throws -> String {
        let text = ThresholdClassifier.text(ofObjects: "ObjectClassifier", feature: "area", threshold: "\(threshold).0")
        let aside = try home.write(Array(text.utf8), to: "types.new")
        guard rename(aside.string, types) == 0 else { throw EndToEndError("rename failed: errno \(errno)") }
        return FileDigest.sha256(Array(text.utf8))
    }

    /// Writes the label image of `x.tif` aside and renames it into place.
    private func bringLabels(_ changes: String) throws {
        let script = """
            import numpy, os, sys, tifffile
            a = numpy.zeros(tifffile.imread(sys.argv[1]).shape, 'uint16'); \(changes)
            tifffile.imwrite(sys.argv[2] + '.part', a); os.rename(sys.argv[2] + '.part', sys.argv[2])
            """
        let paths = [images.appending(path: "x.tif").path, images.appending(path: "masks/x_m.tif").path]
        _ = try GoldenArray.output(of: script, arguments: paths)
    }

    private var summaries: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: images.path)) ?? []
        return files.filter { $0.hasSuffix("_summary.json") && !$0.hasPrefix(".") }
    }

    private func summary(_ name: String) throws -> Summary {
        let bytes = [UInt8](try Data(contentsOf: images.appending(path: name)))
        guard case .found(let summary) = SummaryFile.decode(bytes) else { throw EndToEndError("\(name) is no summary") }
        return summary
    }
}
