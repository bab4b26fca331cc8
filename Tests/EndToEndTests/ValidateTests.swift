import Foundation
import TestSupport
import Testing

@Suite("segmentd validate")
struct ValidateTests {
    private let home: TemporaryFolder

    init() throws {
        home = try TemporaryFolder()
        for folder in ["images", "truth", "strokes"] { try home.makeFolder(folder) }
        for number in 0..<3 {
            try copy(AcquisitionFixtures.image(number).path, to: "images/x\(number).tif")
            try copy(AcquisitionFixtures.labels(number, by: "nuclei"), to: "truth/x\(number)_labels.tif")
        }
    }

    private func copy(_ file: String, to name: String) throws {
        try FileManager.default.copyItem(atPath: file, toPath: home.appending(name))
    }

    private var classifier: String { AcquisitionFixtures.classifier("nuclei").path }

    private func call(_ arguments: String...) throws -> ProgramCall.Result {
        try ProgramCall.result(of: ["validate"] + arguments, home: home.url)
    }

    /// A number, or another value, of printed JSON.
    private func value(_ result: ProgramCall.Result, _ path: String...) throws -> Double {
        var value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        for key in path {
            if let place = Int(key) {
                value = try #require(value as? [Any])[place]
            } else {
                value = try #require((value as? [String: Any])?[key])
            }
        }
        return try #require(value as? Double)
    }

    @Test("objects of real APOC are found at every overlap; folders are paired by name, and what is left out is said")
    func objects() throws {
        try copy(home.appending("truth/x0_labels.tif"), to: "truth/stranger.tif")
        try copy(home.appending("images/x0.tif"), to: "images/lonely.tif")
        let result = try call(
            "--json",
            "--truth",
            "objects",
            classifier,
            "--images",
            "images",
            "--annotations",
            "truth",
            "--pages",
            "pages"
        )
        #expect(result.status == 0, "\(result)")
        let count = try value(result, "objects", "truth")
        #expect(count > 10)
        for threshold in 0..<10 {
            #expect(try value(result, "objects", "matchings", "\(threshold)", "matched") == count)
            #expect(try value(result, "objects", "matchings", "\(threshold)", "panoptic_quality") == 1)
        }
        #expect(result.errors.contains("1 annotations without an image are left out: stranger.tif"), "\(result)")
        #expect(result.errors.contains("1 images without an annotation are left out: lonely.tif"), "\(result)")
        #expect(try home.names(in: "pages").sorted() == (0..<3).map { "x\($0)_validation.png" })
    }

    @Test("classes come with tables for people; a page of ours is replaced, a file of somebody else's stays")
    func classes() throws {
        // What the classifier itself finds: all is right.
        let run = ["run", "--classifier", classifier, "--output", "classes", "--output-dir", "found", "images"]
        #expect(try ProgramCall.result(of: run, home: home.url).status == 0)
        let arguments = [classifier, "images/x0.tif", "found/x0_classes.tif", "--pages", "pages"]
        for _ in 0..<2 {
            let result = try ProgramCall.result(of: ["validate"] + arguments, home: home.url)
            #expect(result.status == 0, "\(result)")
            #expect(result.output.contains("annotated as") && result.output.contains("accuracy 1.000"), "\(result)")
            #expect(result.output.contains("calibration error"), "\(result)")
        }
        try home.write(Array("a picture of somebody else's".utf8), to: "pages/x0_validation.png")
        let refused = try ProgramCall.result(of: ["validate"] + arguments, home: home.url)
        #expect(refused.status == 1 && refused.errors.contains("segmentd did not write it"), "\(refused)")
        // Known before anything is computed; a validation has no --output.
        #expect(refused.output.isEmpty && refused.errors.contains("--pages"), "\(refused)")
        #expect(!refused.errors.contains("--output"), "\(refused)")
        #expect(try home.read("pages/x0_validation.png") == Array("a picture of somebody else's".utf8))
        #expect(try home.names(in: "pages") == ["x0_validation.png"])
    }

    @Test("where a page cannot be written at the end, the figures are out, and the status and its name say it")
    func unwritable() throws {
        // Nobody can make a file there, and nothing stands there before.
        let files = ["images/x1.tif", "truth/x1_labels.tif"]
        let arguments = ["validate", "--truth", "objects", "--pages", "/proc", classifier] + files
        let result = try ProgramCall.result(of: arguments, home: home.url)
        #expect(result.status == 1 && result.output.contains("mean AP 1.000"), "\(result)")
        #expect(result.errors.contains("/proc/x1_validation.png") && result.errors.contains("--pages"), "\(result)")
    }

    @Test("annotated numbers are those of the samples beside the classifier; without, it is said what was assumed")
    func learntNumbers() throws {
        let run = ["run", "--classifier", classifier, "--output", "classes", "--output-dir", "found", "images/x0.tif"]
        #expect(try ProgramCall.result(of: run, home: home.url).status == 0)
        let script = "import sys, tifffile; tifffile.imwrite(sys.argv[2], tifffile.imread(sys.argv[1]) + 1)"
        let paths = ["found/x0_classes.tif", "numbers.tif"].map { home.appending($0) }
        _ = try GoldenArray.output(of: script, arguments: paths)
        let train = ["train", "--features", "original", "--output", "n.cl", "images/x0.tif", "numbers.tif"]
        #expect(try ProgramCall.result(of: train, home: home.url).status == 0)
        let known = try call("n.cl", "images/x0.tif", "numbers.tif")
        #expect(known.output.contains("annotated 2 is class 1, 3 is class 2, as n.samples says"), "\(known)")
        #expect(known.status == 0 && !known.output.contains("warning"), "\(known)")
        // The samples of another classifier say nothing of this one.
        try copy(classifier, to: "nuclei.cl")
        try copy(home.appending("n.samples"), to: "nuclei.samples")
        let unknown = try call("nuclei.cl", "images/x0.tif", "numbers.tif")
        #expect(unknown.output.contains("the annotated numbers are 2, 3"), "\(unknown)")
        let named = try call("--classes", "2,3", "nuclei.cl", "images/x0.tif", "numbers.tif")
        #expect(named.output.contains("annotated 2 is class 1, 3 is class 2\n"), "\(named)")
        #expect(named.output.contains("accuracy 1.000"), "\(named)")
        #expect(try call("--classes", "2,2", "nuclei.cl", "images/x0.tif", "numbers.tif").status == 64)
    }

    @Test("classes of objects take the label image behind each annotation, as training does")
    func triples() throws {
        let files = ["images/x0.tif", "truth/x0_labels.tif", "truth/x0_labels.tif"]
        let train = ["train", "--kind", "ObjectClassifier", "--features", "area", "--output", "o.cl"]
        #expect(try ProgramCall.result(of: train + files, home: home.url).status == 0)
        let result = try ProgramCall.result(of: ["validate", "o.cl"] + files, home: home.url)
        #expect(result.status == 0 && result.output.contains("annotated objects of 1 image"), "\(result)")
        let pair = try ProgramCall.result(of: ["validate", "o.cl"] + files.prefix(2), home: home.url)
        #expect(pair.status == 1 && pair.errors.contains("IMAGE ANNOTATION LABELS"), "\(pair)")
        let three = try ProgramCall.result(of: ["validate", classifier] + files, home: home.url)
        #expect(three.status == 1 && three.errors.contains("IMAGE ANNOTATION ["), "\(three)")
    }

    @Test("what is not the data's fault does not end with the status of bad data")
    func environment() throws {
        let arguments = ["--truth", "objects", "--pages", "pages", classifier, "images/x0.tif", "truth/x0_labels.tif"]
        let result = try ProgramCall.result(
            of: ["validate"] + arguments,
            home: home.url,
            environment: ["TMPDIR": "/proc"]
        )
        #expect(result.status == 1 && result.errors.contains("TMPDIR"), "\(result)")
    }

    @Test("what cannot be used ends with 65, what was called wrongly or is not there with another status")
    func refusals() throws {
        try home.write(Array("II*\0 no more than this".utf8), to: "torn.tif")
        let torn = try call(classifier, "torn.tif", "truth/x0_labels.tif")
        #expect(torn.status == 65 && torn.errors.contains("torn.tif"), "\(torn)")
        let other = try call(classifier, "images/x0.tif", "torn.tif")
        #expect(other.status == 65 && other.errors.contains("torn.tif"), "\(other)")
        let absent = try call("--json", classifier, "images/x0.tif", "absent.tif")
        #expect(absent.status == 1 && absent.errors.contains("absent.tif"), "\(absent)")
        #expect(absent.output.contains("\"kind\" : \"not_found\""), "\(absent)")
        let none = try call(classifier, "--images", "images", "--annotations", "strokes")
        #expect(none.status == 1 && none.errors.contains("x_labels.tif"), "\(none)")
        #expect(try call(classifier, "images/x0.tif").status == 64)
        #expect(try call(classifier, "images/x0.tif", "truth/x0_labels.tif", "--threshold", "0.5").status == 64)
        try home.makeFolder("again")
        try copy(home.appending("images/x0.tif"), to: "again/x0.tif")
        let twice = try call(
            classifier,
            "--pages",
            "p",
            "images/x0.tif",
            "truth/x0_labels.tif",
            "again/x0.tif",
            "truth/x0_labels.tif"
        )
        #expect(twice.status == 1 && twice.errors.contains("x0_validation.png"), "\(twice)")
    }
}
