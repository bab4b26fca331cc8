import Foundation
import TestSupport
import Testing

@Suite("segmentd suggest")
struct SuggestTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    @Test("a trained classifier is told what it could do without, and inspect shows its table")
    func suggest() throws {
        let fixtures = AcquisitionFixtures.folder.appending(path: "acquisition")
        let script = """
            import sys, numpy, tifffile
            truth = tifffile.imread(sys.argv[1])
            annotation = numpy.zeros(truth.shape, numpy.uint8)
            annotation[::24] = numpy.where(truth[::24] > 0, 2, 1)
            tifffile.imwrite(sys.argv[2], annotation)
            """
        let image = fixtures.appending(path: "0.tif").path
        let truth = fixtures.appending(path: "0_nuclei.tif").path
        _ = try GoldenArray.output(of: script, arguments: [truth, home.appending("annotation.tif")])
        let trained = try call([
            "train", "--features", "original gaussian_blur=1 gaussian_blur=2 sobel_of_gaussian_blur=1",
            "--positive-class", "2",
            "--trees", "20", "--output", "x.cl", image, "annotation.tif",
        ])
        #expect(trained.status == 0, "\(trained)")
        let words = try call(["suggest", "x.cl"])
        #expect(words.status == 0 && words.output.contains("mean F1") && words.output.contains("depth 1"), "\(words)")
        let machine = try call(["suggest", "--json", "--trees", "20", "x.samples"])
        let json = try #require(JSONSerialization.jsonObject(with: Data(machine.output.utf8)) as? [String: Any])
        #expect((json["features"] as? [[String: Any]])?.count == 4)
        #expect((json["suggestion"] as? String)?.isEmpty == false)
        let inspected = try call(["inspect", "x.cl"])
        #expect(inspected.output.contains("share of the splits at each depth") && inspected.output.contains("root"))
    }

    @Test("a classifier without samples beside it is refused with what to do")
    func noSamples() throws {
        let classifier = AcquisitionFixtures.folder.appending(path: "classifiers/nuclei.cl").path
        let refused = try call(["suggest", classifier])
        #expect(refused.status == 1 && refused.errors.contains("nuclei.samples cannot be opened"), "\(refused)")
        #expect(refused.errors.contains("segmentd train"), "\(refused)")
    }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }
}
