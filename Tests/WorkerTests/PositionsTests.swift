import Files
import Foundation
import Imaging
import TestSupport
import Testing
import WorkerProtocol

/// An image of several positions is, in each of its outputs, what the positions are by themselves.
@Suite("Images of several positions")
struct PositionsTests {
    /// Two positions of two frames and three slices; every plane has its own objects.
    private static let pixels =
        "(numpy.random.default_rng(41).random((2, 2, 3, 40, 50)) * 100).astype('uint8')"
    private static let images: [OutputKind] = [.mask, .labels, .classes]

    private let bench: Workbench
    private let whole: String

    init() throws {
        bench = try Workbench()
        whole = try bench.write("\(Self.pixels), photometric='minisblack'", to: "whole.tif")
    }

    private static func classifier(_ dimensions: Int) -> String {
        ThresholdClassifier.text(threshold: "55.0", dimensions: dimensions)
    }

    private func text(_ kind: OutputKind) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: bench.path(kind))), as: UTF8.self)
    }

    /// Position `index` by itself, under the names that are left.
    private func alone(_ index: Int, _ outputs: [OutputKind], dimensions: Int) throws -> JobReport {
        let path = try bench.write(
            "\(Self.pixels)[\(index)], photometric='minisblack'",
            to: "alone.tif"
        )
        return try bench.report(path, classifier: Self.classifier(dimensions), outputs: outputs, axes: "TZYX")
    }

    @Test("pixels and counts are those of each position alone", arguments: [2, 3])
    func pixels(dimensions: Int) throws {
        let outputs = dimensions == 2 ? Self.images : [.mask, .labels]
        let report = try bench.report(
            whole,
            classifier: Self.classifier(dimensions),
            outputs: outputs,
            axes: "PTZYX"
        )
        #expect(report.layout.axes == "PTZYX" && report.layout.extents == [2, 2, 3, 40, 50])
        let found = try outputs.map { try bench.array($0).integers }
        var (expected, planes) = ([[Int]](repeating: [], count: outputs.count), [PlaneCounts]())
        for index in 0..<2 {
            let single = try alone(index, outputs, dimensions: dimensions)
            for (place, kind) in outputs.enumerated() { expected[place] += try bench.array(kind).integers }
            planes += single.planes.map { plane in
                var plane = plane
                plane.position = index
                return plane
            }
        }
        #expect(found == expected)
        #expect(report.planes == planes && planes.count == (dimensions == 2 ? 12 : 4))
    }

    @Test("rows are those of each position alone, and end in its number", arguments: [2, 3])
    func table(dimensions: Int) throws {
        _ = try bench.report(whole, classifier: Self.classifier(dimensions), outputs: [.objects], axes: "PTZYX")
        let found = try text(.objects)
        var expected = ""
        for index in 0..<2 {
            _ = try alone(index, [.objects], dimensions: dimensions)
            let lines = try text(.objects).split(separator: "\n")
            if index == 0 { expected += lines[0] + "\n" }
            for line in lines.dropFirst() { expected += "\(line.dropLast(11)),whole.tif,\(index + 1)\n" }
        }
        #expect(found == expected && found.count > 10_000)
    }

    @Test("of a single position nothing is said")
    func single() throws {
        let outputs: [OutputKind] = [.labels, .objects, .polygons, .rois, .coco]
        _ = try alone(1, outputs, dimensions: 2)
        let rows = try text(.objects).split(separator: "\n")
        #expect(rows[0].hasSuffix(",image,position") && rows.dropFirst().allSatisfy { $0.hasSuffix(",alone.tif,") })
        #expect(try !text(.polygons).contains("position") && !text(.coco).contains("position"))
    }

    @Test("a kept map of all positions is found again page by page")
    func keptMap() throws {
        let text = RandomClassifier.text(seed: 3, probabilityOf: nil)
        func recipe(_ outputs: [OutputKind]) -> Recipe {
            let digest = FileDigest.sha256(Array(text.utf8))
            return Recipe(
                steps: [.classifyPixels(classifier: digest, foreground: .positiveClass(2)), .connectComponents],
                axes: AxisNames("PTZYX"),
                outputs: outputs
            )
        }
        let outputs: [OutputKind] = [.labels, .objects]
        let whole = try bench.report(self.whole, recipe: recipe(outputs), classifiers: [text])
        let expected = try outputs.map { try Data(contentsOf: URL(filePath: bench.path($0))) }
        let first = try bench.report(self.whole, recipe: recipe([.classes]), classifiers: [text])
        let file = EarlierResult.File(
            kind: .classes,
            name: "x_classes.tif",
            sha256: first.outputs[0].sha256,
            stays: true
        )
        var earlier = EarlierResult(files: [file], start: .classes, counted: recipe(outputs).countedProducts)
        (earlier.axes, earlier.shape) = ("PTZYX", [2, 2, 3, 40, 50])
        let begun = try bench.report(self.whole, recipe: recipe(outputs), classifiers: [text], earlier: earlier)
        #expect(begun.startedFrom == .classes && begun.planes == whole.planes)
        #expect(try outputs.map { try Data(contentsOf: URL(filePath: bench.path($0))) } == expected)
    }

    @Test("of a result of an image that was read otherwise nothing is kept")
    func readOtherwise() throws {
        let text = Self.classifier(2)
        let recipe = Recipe(
            steps: [
                .classifyPixels(classifier: FileDigest.sha256(Array(text.utf8)), foreground: nil), .connectComponents,
            ],
            outputs: [.labels]
        )
        var earlier = EarlierResult(files: [], start: nil, counted: nil)
        (earlier.axes, earlier.shape) = ("YX", [40, 50])
        do {
            _ = try bench.report(whole, recipe: recipe, classifiers: [text], earlier: earlier)
            Issue.record("it was kept")
        } catch let failure as Failure {
            #expect(failure.concernsKeptOutput && failure.message.contains("read otherwise"), "\(failure)")
        }
    }

    @Test("label images of others are taken position by position, and page by page where they have no P")
    func givenLabels() throws {
        let recipe = Recipe(
            steps: [.takeLabels(pattern: "m.tif"), .fillHoles],
            axes: AxisNames("PTZYX"),
            outputs: [.labels, .objects]
        )
        let masks = "(numpy.random.default_rng(5).random((2, 2, 3, 40, 50)) * 9).astype('uint16') // 7"
        let shapes = ["imagej=True, metadata={'axes': 'TZYX'}", "photometric='minisblack'"]
        for (index, options) in shapes.enumerated() {
            let pixels = index == 0 ? "(\(masks)).reshape(4, 3, 40, 50)" : masks
            let labels = try bench.write("\(pixels), \(options)", to: "m.tif")
            let report = try bench.report(whole, labels: labels, recipe: recipe, classifiers: [])
            #expect(report.planes.map(\.position) == [0, 0, 1, 1])
            #expect(try Set(bench.table().map { $0[$0.count - 1] }) == [1, 2])
        }
    }
}
